using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>What precision and recall share: a class, or the largest predictions of each example, may be looked at alone.</summary>
public abstract class ClassThresholdMetric : ThresholdMetric
{
    private int? _topK;
    private int? _classId;

    private protected ClassThresholdMetric(double[]? thresholds, int? topK, int? classId, string? name)
        : base(thresholds, name) => (_topK, _classId) = (topK, classId);

    /// <inheritdoc/>
    public sealed override MetricDirection Direction => MetricDirection.Up;

    private protected sealed override double UsualThreshold => _topK is null ? 0.5 : ConfusionCounts.NegativeInfinity;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">There are fewer classes than asked for.</exception>
    public sealed override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (_topK is { } k)
        {
            SymbolicTensor largest = Ops.TopK(yPred, k).Indices;
            SymbolicTensor isLargest = Ops.PutAlong(Ops.BroadcastTo(1f, largest.Shape), largest, yPred.Shape[^1]);
            yPred = Ops.Select(isLargest, yPred, ConfusionCounts.NegativeInfinity);
        }

        if (_classId is { } number)
        {
            if (yPred.Shape.Rank < 2 || number >= yPred.Shape[^1]) throw new ShapeException($"{ClassName}: predictions {yPred.Shape} have no class {number} along their last dimension.");
            (yTrue, yPred) = (Ops.Take(yTrue, [number], -1), Ops.Take(yPred, [number], -1));
        }

        return base.Update(yTrue, yPred, sampleWeight);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        base.Describe(arguments);
        arguments.OptionalInt32("top_k", ref _topK, atLeast: 1);
        arguments.OptionalInt32("class_id", ref _classId, atLeast: 0);
    }
}
