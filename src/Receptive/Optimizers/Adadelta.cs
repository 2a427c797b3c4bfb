using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Each weight moves by its gradient times the size of its last steps over that of its gradients, so that no rate need be chosen.</summary>
/// <remarks>
/// <para>a = rho a + (1 - rho) g²; d = -g sqrt(b + epsilon) / sqrt(a + epsilon); b = rho b + (1 - rho) d²; w += rate d.</para>
/// <para>The rate is 0.001 by default, as in Keras since 2.4, and so are its old examples slow: the paper has 1.0.</para>
/// <para>Source: Zeiler, ADADELTA, 2012; https://keras.io/api/optimizers/adadelta/.</para>
/// </remarks>
/// <example><code>model.Compile(new Adadelta(1.0f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Adadelta : Optimizer
{
    private float _rho;
    private float _epsilon;

    /// <param name="learningRate">What the steps are multiplied by, or a schedule of it; 0.001 if null.</param>
    /// <param name="rho">How much of the averages is kept each step, from 0 to 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Adadelta(LearningRateSchedule? learningRate = null, float rho = 0.95f, float epsilon = 1e-7f, string name = "adadelta")
        : base(learningRate ?? 0.001, name)
    {
        (_rho, _epsilon) = (rho, epsilon);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("rho", ref _rho, 0.95f, NumberRange.Share);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor size = state["accumulated_grad"] = _rho * state["accumulated_grad"] + Rest(_rho) * Ops.Square(gradient);
        SymbolicTensor steps = state["accumulated_delta_var"];
        SymbolicTensor step = -(Ops.Sqrt(steps + _epsilon) * gradient / Ops.Sqrt(size + _epsilon));
        state["accumulated_delta_var"] = _rho * steps + Rest(_rho) * Ops.Square(step);
        return weight + Rate * step;
    }
}
