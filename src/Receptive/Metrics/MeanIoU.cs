namespace Receptive.Metrics;

/// <summary>As <see cref="IoU"/>, the mean of all classes.</summary>
/// <remarks>Labels and predictions as there. Source: https://keras.io/api/metrics/segmentation_metrics/.</remarks>
/// <example><code>new MeanIoU(numClasses: 3, sparseYPred: false)</code></example>
public class MeanIoU : IoU
{
    /// <param name="numClasses">How many classes there are; at least 1, at most 46340.</param>
    /// <param name="ignoreClass">A class whose pixels do not count; null for none.</param>
    /// <param name="sparseYTrue">Whether labels are class numbers, not one-hot.</param>
    /// <param name="sparseYPred">Whether predictions are class numbers, not scores.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    public MeanIoU(int numClasses, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, string? name = null)
        : base(numClasses, [], ignoreClass, sparseYTrue, sparseYPred, name)
    {
    }

    internal MeanIoU()
        : this(1)
    {
    }

    private protected sealed override bool HasTargets => false;
}
