using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Gradient descent in which each weight's gradient is divided by the root of the sum of all its squares so far.</summary>
/// <remarks>
/// a += g²; w -= rate g / sqrt(a + epsilon). Source: Duchi, Hazan and Singer, Adaptive subgradient methods, 2011;
/// https://keras.io/api/optimizers/adagrad/.
/// </remarks>
/// <example><code>model.Compile(new Adagrad(0.01f), "mse");</code></example>
public sealed class Adagrad : Optimizer
{
    private float _initialAccumulatorValue;
    private float _epsilon;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="initialAccumulatorValue">Where the sums begin; at least 0.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Adagrad(LearningRateSchedule? learningRate = null, float initialAccumulatorValue = 0.1f, float epsilon = 1e-7f, string name = "adagrad")
        : base(learningRate ?? 0.001, name)
    {
        (_initialAccumulatorValue, _epsilon) = (initialAccumulatorValue, epsilon);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("initial_accumulator_value", ref _initialAccumulatorValue, 0.1f, NumberRange.NotNegative);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor sum = state["accumulator"] = state.Get("accumulator", initial: _initialAccumulatorValue) + Ops.Square(gradient);
        return weight - Rate * gradient / Ops.Sqrt(sum + _epsilon);
    }
}
