namespace Receptive.Metrics;

/// <summary><see cref="IoU"/> for one-hot labels and scores of classes.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes). Source: https://keras.io/api/metrics/segmentation_metrics/.</remarks>
/// <example><code>new OneHotIoU(numClasses: 3, targetClassIds: [0, 2])</code></example>
public sealed class OneHotIoU : IoU
{
    /// <param name="numClasses">How many classes there are; at least 1, at most 46340.</param>
    /// <param name="targetClassIds">The classes whose mean is taken.</param>
    /// <param name="ignoreClass">A class whose pixels do not count; null for none.</param>
    /// <param name="sparseYPred">Whether predictions are class numbers, not scores.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">A class number is out of range.</exception>
    public OneHotIoU(int numClasses, int[] targetClassIds, int? ignoreClass = null, bool sparseYPred = false, string? name = null)
        : base(numClasses, targetClassIds, ignoreClass, sparseYTrue: false, sparseYPred, name)
    {
    }

    internal OneHotIoU()
        : this(1, [0])
    {
    }

    private protected override bool HasSparseLabels => false;
}
