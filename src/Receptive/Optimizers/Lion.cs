using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Each weight moves by the rate, up or down, as the sign of an average of gradients says. Holds half of what Adam does.</summary>
/// <remarks>
/// w -= rate sign(beta1 m + (1 - beta1) g), then m = beta2 m + (1 - beta2) g. Wants a rate three to ten times below Adam's. Source:
/// Chen et al., Symbolic discovery of optimization algorithms, 2023; https://keras.io/api/optimizers/lion/.
/// </remarks>
/// <example><code>model.Compile(new Lion(0.0001f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Lion : Optimizer
{
    private float _beta1;
    private float _beta2;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta1">How much the average counts against the gradient of the step; above 0, at most 1.</param>
    /// <param name="beta2">How much of the average is kept each step, from 0 to 1.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Lion(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.99f, string name = "lion")
        : base(learningRate ?? 0.001, name)
    {
        (_beta1, _beta2) = (beta1, beta2);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("beta_1", ref _beta1, 0.9f, new NumberRange(0, 1, AboveMinimum: true));
        arguments.Single("beta_2", ref _beta2, 0.99f, NumberRange.Share);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor m = state["momentum"];
        state["momentum"] = m * _beta2 + gradient * Rest(_beta2);
        return weight - Rate * Ops.Sign(m * _beta1 + gradient * Rest(_beta1));
    }
}
