using Receptive.Graph;

namespace Receptive.Engine.Tests;

/// <summary>Updates as optimizers describe them.</summary>
internal static class UpdateRules
{
    public static IEnumerable<Assignment> Adam(
        Variable variable, Variable m, Variable v, SymbolicTensor gradient, Variable rate, float beta1, float beta2, float epsilon)
    {
        SymbolicTensor first = Ops.MultiplyAdd(gradient - Ops.Read(m), 1 - beta1, Ops.Read(m));
        SymbolicTensor second = Ops.MultiplyAdd(Ops.Square(gradient) - Ops.Read(v), 1 - beta2, Ops.Read(v));
        return
        [
            new Assignment(variable, Ops.Read(variable) - Ops.Read(rate) * first / (Ops.Sqrt(second) + epsilon)),
            new Assignment(m, first),
            new Assignment(v, second),
        ];
    }

    public static IEnumerable<Assignment> Momentum(Variable variable, Variable velocity, SymbolicTensor gradient, Variable rate, float momentum, bool nesterov)
    {
        SymbolicTensor push = Ops.Read(rate) * gradient;
        SymbolicTensor moving = momentum * Ops.Read(velocity) - push;
        return [new Assignment(variable, Ops.Read(variable) + (nesterov ? momentum * moving - push : moving)), new Assignment(velocity, moving)];
    }

    public static Assignment Descent(Variable variable, SymbolicTensor gradient, Variable rate) =>
        new(variable, Ops.Read(variable) - Ops.Read(rate) * gradient);
}
