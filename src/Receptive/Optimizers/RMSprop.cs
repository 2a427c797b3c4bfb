using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Gradient descent in which each weight's gradient is divided by the root of the moving average of its square.</summary>
/// <remarks>
/// v = rho v + (1 - rho) g²; w -= rate g / sqrt(v + epsilon). When centered, the square of the gradient's moving average is taken off v;
/// with momentum the quotients are added up as b = momentum b + rate g / sqrt(...), and w -= b. Source: Hinton's lecture 6e, 2012;
/// https://keras.io/api/optimizers/rmsprop/.
/// </remarks>
/// <example><code>model.Compile(new RMSprop(0.001f, rho: 0.95f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class RMSprop : Optimizer
{
    private float _rho;
    private float _momentum;
    private float _epsilon;
    private bool _centered;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="rho">How much of the averages is kept each step, from 0 to 1.</param>
    /// <param name="momentum">How much of the last step is kept, from 0 to 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="centered">Whether to divide by the deviation of the gradient instead of its size.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RMSprop(LearningRateSchedule? learningRate = null, float rho = 0.9f, float momentum = 0, float epsilon = 1e-7f, bool centered = false, string name = "rmsprop")
        : base(learningRate ?? 0.001, name)
    {
        (_rho, _momentum, _epsilon, _centered) = (rho, momentum, epsilon, centered);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("rho", ref _rho, 0.9f, NumberRange.Share);
        arguments.Single("momentum", ref _momentum, 0, NumberRange.Share);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        arguments.Boolean("centered", ref _centered);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override int StateGroup(string stateName) => stateName switch { "velocity" => 0, "momentum" => 1, _ => 2 };

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor size = state["velocity"] = _rho * state["velocity"] + Rest(_rho) * Ops.Square(gradient);
        if (_centered)
        {
            SymbolicTensor mean = state["average_gradient"] = _rho * state["average_gradient"] + Rest(_rho) * gradient;
            size -= Ops.Square(mean);
        }

        SymbolicTensor push = Rate * gradient / Ops.Sqrt(size + _epsilon);
        return weight - (_momentum == 0 ? push : state["momentum"] = _momentum * state["momentum"] + push);
    }
}
