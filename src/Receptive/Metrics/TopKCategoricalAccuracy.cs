using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>How often the class of the one-hot label is among the k highest predictions.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes). Predictions equal to the k-th count, too.</remarks>
/// <example><code>model.Compile("adam", "categorical_crossentropy", [new TopKCategoricalAccuracy(k: 3)]);</code></example>
public sealed class TopKCategoricalAccuracy : MeanMetric
{
    private int _k;

    /// <param name="k">How many; at least 1.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy")
        : base(name)
    {
        _k = k;
        Check();
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("k", ref _k, usual: 5, atLeast: 1);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => IsInTopK(Ops.ArgMax(yTrue), yPred, _k);

    /// <summary>1 where fewer than k predictions are above that of the class, else 0.</summary>
    internal static SymbolicTensor IsInTopK(SymbolicTensor labels, SymbolicTensor yPred, int k)
    {
        SymbolicTensor ofLabel = Ops.TakeAlong(yPred, Ops.ExpandDims(labels, -1));
        return Ops.Less(Ops.ReduceSum(Ops.Greater(yPred, ofLabel), [-1]), (float)k);
    }
}
