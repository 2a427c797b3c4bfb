using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>How often the class that the label names is among the k highest predictions.</summary>
/// <remarks>Labels of shape (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes). Predictions equal to the k-th count, too.</remarks>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", [new SparseTopKCategoricalAccuracy(k: 3)]);</code></example>
public sealed class SparseTopKCategoricalAccuracy : MeanMetric
{
    private int _k;
    private bool _fromSortedIds;

    /// <param name="k">How many; at least 1.</param>
    /// <param name="name">What logs call it.</param>
    /// <param name="fromSortedIds">Whether predictions are class numbers, the best first, not scores.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public SparseTopKCategoricalAccuracy(int k = 5, string name = "sparse_top_k_categorical_accuracy", bool fromSortedIds = false)
        : base(name)
    {
        (_k, _fromSortedIds) = (k, fromSortedIds);
        Check();
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("k", ref _k, usual: 5, atLeast: 1);
        arguments.Boolean("from_sorted_ids", ref _fromSortedIds);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank && yTrue.Shape[^1] == 1 ? Ranks.Squeeze(yTrue) : yTrue;
        if (yPred.Shape.Rank < 2) throw new ShapeException($"SparseTopKCategoricalAccuracy needs a prediction for each class, (batch, classes), but these have the shape {yPred.Shape}.");
        if (!_fromSortedIds) return TopKCategoricalAccuracy.IsInTopK(labels, yPred, _k);
        int[] size = [.. yPred.Shape.WithoutBatch().Dimensions[..^1], Math.Min(_k, yPred.Shape[^1])];
        return Ops.ReduceMax(Ops.Equal(Ops.Slice(yPred, new int[size.Length], size), Ops.ExpandDims(labels, -1)), [-1]);
    }
}
