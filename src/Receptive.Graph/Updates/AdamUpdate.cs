namespace Receptive.Graph;

/// <summary>
/// Adam: m += (g - m) (1 - beta1); v += (g² - v) (1 - beta2); variable -= rate m / (sqrt(v) + epsilon).
/// The bias correction sqrt(1 - beta2^t) / (1 - beta1^t) is part of the rate, and epsilon stands outside the root, both
/// as in Keras.
/// </summary>
public sealed class AdamUpdate : UpdateOp
{
    /// <param name="variable">The weight.</param>
    /// <param name="m">The moving average of the gradient, of the weight's shape.</param>
    /// <param name="v">The moving average of the squared gradient, of the weight's shape.</param>
    /// <param name="gradient">The gradient, of the weight's shape.</param>
    /// <param name="rate">A scalar: the learning rate times the bias correction of this step.</param>
    /// <param name="beta1">How much of m is kept.</param>
    /// <param name="beta2">How much of v is kept.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <exception cref="ShapeException">The shapes differ, or the rate is no scalar.</exception>
    public AdamUpdate(Variable variable, Variable m, Variable v, SymbolicTensor gradient, Variable rate, float beta1, float beta2, float epsilon)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(rate);
        (Variable, M, V, GradientTensor, Rate, Beta1, Beta2, Epsilon) = (variable, m, v, gradient, rate, beta1, beta2, epsilon);
        Check();
    }

    public override string Name => "AdamUpdate";

    public Variable Variable { get; }

    public Variable M { get; }

    public Variable V { get; }

    public SymbolicTensor GradientTensor { get; }

    public Variable Rate { get; }

    public float Beta1 { get; }

    public float Beta2 { get; }

    public float Epsilon { get; }

    public override IReadOnlyList<SymbolicTensor> Inputs => [GradientTensor];

    public override IReadOnlyList<Variable> Updated => [Variable, M, V];

    public override IReadOnlyList<Variable> Consulted => [Rate];

    public override UpdateOp WithInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new AdamUpdate(Variable, M, V, inputs[0], Rate, Beta1, Beta2, Epsilon);
    }

    public override string Describe() => FormattableString.Invariant($"{Name}(beta1 {Beta1:R}, beta2 {Beta2:R}, epsilon {Epsilon:R})");
}
