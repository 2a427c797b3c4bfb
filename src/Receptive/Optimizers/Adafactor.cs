using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// Divides gradients by the root of their average square, of which a matrix holds only the means of rows and columns: little memory
/// for large models.
/// </summary>
/// <remarks>
/// The average square of a weight with two dimensions or more is (mean of its row) (mean of its column) / (mean of all), over the last
/// two; the averages keep 1 - t^beta2Decay at step t. The quotient's root mean square is cut to the threshold, and the step is that times
/// min(rate, 1 / sqrt(t)) times the root mean square of the weights, which counts as epsilon2 at least. Source: Shazeer and Stern,
/// Adafactor, 2018; https://keras.io/api/optimizers/adafactor/.
/// </remarks>
/// <example><code>model.Compile(new Adafactor(0.01f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Adafactor : Optimizer
{
    private float _beta2Decay;
    private float _epsilon1;
    private float _epsilon2;
    private float _clipThreshold;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta2Decay">The power by which the averages forget less with time; at most 0.</param>
    /// <param name="epsilon1">Added to squares; keeps quotients finite; positive.</param>
    /// <param name="epsilon2">What the size of the weights counts at least; positive.</param>
    /// <param name="clipThreshold">What the quotient's size is cut to; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Adafactor(
        LearningRateSchedule? learningRate = null, float beta2Decay = -0.8f, float epsilon1 = 1e-30f, float epsilon2 = 1e-3f, float clipThreshold = 1, string name = "adafactor")
        : base(learningRate ?? 0.001, name)
    {
        (_beta2Decay, _epsilon1, _epsilon2, _clipThreshold) = (beta2Decay, epsilon1, epsilon2, clipThreshold);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("beta_2_decay", ref _beta2Decay, -0.8f, new NumberRange(double.MinValue, 0));
        arguments.Single("epsilon_1", ref _epsilon1, 1e-30f, NumberRange.Positive);
        arguments.Single("epsilon_2", ref _epsilon2, 1e-3f, NumberRange.Positive);
        arguments.Single("clip_threshold", ref _clipThreshold, 1, NumberRange.Positive);
        arguments.Ignore("relative_step"); // a step is at most 1 / sqrt(t) either way
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor squares = Ops.Square(gradient) + _epsilon1;
        SymbolicTensor rest = Scalar("rest", step => Math.Pow(step + 1, _beta2Decay)), kept = Scalar("kept", step => 1 - Math.Pow(step + 1, _beta2Decay));
        SymbolicTensor size;
        if (weight.Shape.Rank < 2)
        {
            size = kept * state["velocity"] + rest * squares;
        }
        else
        {
            SymbolicTensor rows = Ops.ReduceMean(squares, [-1]), columns = Ops.ReduceMean(squares, [-2]);
            rows = kept * state.Get("r", rows.Shape) + rest * rows;
            columns = kept * state.Get("c", columns.Shape) + rest * columns;
            (state["r"], state["c"]) = (rows, columns);
            size = Ops.ExpandDims(rows / Ops.ReduceMean(rows, [-1], keepDims: true), -1) * Ops.ExpandDims(columns, -2);
        }

        state.Get("velocity");
        state["velocity"] = size;
        SymbolicTensor quotient = gradient / Ops.Sqrt(size);
        SymbolicTensor cut = quotient / Ops.Maximum(Size(quotient) / _clipThreshold, 1f);
        SymbolicTensor rate = Scalar("limited_rate", step => Math.Min(RateOfStep, 1 / Math.Sqrt(step + 1)));
        return weight - Ops.Maximum(Size(weight), _epsilon2) * rate * cut;
    }

    private static SymbolicTensor Size(SymbolicTensor x) => Ops.Sqrt(Ops.ReduceMean(Ops.Square(x)));
}
