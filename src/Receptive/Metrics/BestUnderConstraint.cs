using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>What metrics share that give the best of one number over all thresholds at which another is large enough.</summary>
public abstract class BestUnderConstraint : Metric
{
    private readonly string _argument;
    private float _value;
    private int _numThresholds;
    private int? _classId;

    private protected BestUnderConstraint(string argument, float value, int numThresholds, int? classId, string? name)
        : base(name) => (_argument, _value, _numThresholds, _classId) = (argument, value, numThresholds, classId);

    /// <inheritdoc/>
    public sealed override MetricDirection Direction => MetricDirection.Up;

    private double[] Thresholds => _numThresholds == 1 ? [0.5] : [.. Enumerable.Range(0, _numThresholds).Select(i => (double)i / (_numThresholds - 1))];

    /// <inheritdoc/>
    public sealed override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (_classId is { } number)
        {
            if (yPred.Shape.Rank < 2 || number >= yPred.Shape[^1]) throw new ShapeException($"{ClassName}: predictions {yPred.Shape} have no class {number} along their last dimension.");
            (yTrue, yPred) = (Ops.Take(yTrue, [number], -1), Ops.Take(yPred, [number], -1));
        }

        return ConfusionCounts.Of(yTrue, yPred, sampleWeight, Thresholds);
    }

    /// <inheritdoc/>
    public sealed override double Result(ReadOnlySpan<double> totals, double totalWeight)
    {
        double best = 0;
        int count = totals.Length / 4;
        for (int i = 0; i < count; i++)
        {
            (double constrained, double wanted) = Pair(totals[i], totals[count + i], totals[2 * count + i], totals[3 * count + i]);
            if ((float)constrained >= _value) best = Math.Max(best, wanted);
        }

        return best;
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single(_argument, ref _value, range: NumberRange.Share);
        arguments.Int32("num_thresholds", ref _numThresholds, usual: 200, atLeast: 1, atMost: AxisWeights.MostPositions);
        arguments.OptionalInt32("class_id", ref _classId, atLeast: 0);
    }

    /// <summary>The number that must be large enough, and the number that is wanted.</summary>
    private protected abstract (double Constrained, double Wanted) Pair(double truePositives, double falsePositives, double trueNegatives, double falseNegatives);
}
