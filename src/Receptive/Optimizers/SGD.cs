using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Gradient descent: each weight moves against its gradient, optionally with momentum.</summary>
/// <remarks>
/// Without momentum w -= rate g. With momentum v = momentum v - rate g and w += v; with Nesterov's variant
/// w += momentum v - rate g.
/// </remarks>
/// <example><code>model.Compile(new SGD(0.05f, momentum: 0.9f), "mse");</code></example>
public sealed class SGD : Optimizer
{
    private float _momentum;
    private bool _nesterov;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.01 if null.</param>
    /// <param name="momentum">How much of the last step is kept, from 0 to 1.</param>
    /// <param name="nesterov">Whether the gradient counts as if taken after the momentum.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not in [0, 1], or the rate is negative.</exception>
    public SGD(LearningRateSchedule? learningRate = null, float momentum = 0, bool nesterov = false, string name = "sgd")
        : base(learningRate ?? 0.01, name)
    {
        (_momentum, _nesterov) = (momentum, nesterov);
        Check();
    }

    /// <summary>How much of the last step is kept.</summary>
    public float Momentum => _momentum;

    /// <summary>Whether the gradient counts as if taken after the momentum.</summary>
    public bool Nesterov => _nesterov;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("momentum", ref _momentum, 0, NumberRange.Share);
        arguments.Boolean("nesterov", ref _nesterov);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        SymbolicTensor push = Rate * gradient;
        if (Momentum == 0) return weight - push;
        SymbolicTensor velocity = state["momentum"] = (Momentum * state["momentum"]) - push;
        return weight + (Nesterov ? (Momentum * velocity) - push : velocity);
    }
}
