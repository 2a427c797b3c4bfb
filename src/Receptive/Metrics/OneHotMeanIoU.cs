namespace Receptive.Metrics;

/// <summary><see cref="MeanIoU"/> for one-hot labels and scores of classes.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes). Source: https://keras.io/api/metrics/segmentation_metrics/.</remarks>
/// <example><code>new OneHotMeanIoU(numClasses: 3)</code></example>
public sealed class OneHotMeanIoU : MeanIoU
{
    /// <param name="numClasses">How many classes there are; at least 1, at most 46340.</param>
    /// <param name="ignoreClass">A class whose pixels do not count; null for none.</param>
    /// <param name="sparseYPred">Whether predictions are class numbers, not scores.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    public OneHotMeanIoU(int numClasses, int? ignoreClass = null, bool sparseYPred = false, string? name = null)
        : base(numClasses, ignoreClass, sparseYTrue: false, sparseYPred, name)
    {
    }

    internal OneHotMeanIoU()
        : this(1)
    {
    }

    private protected override bool HasSparseLabels => false;
}
