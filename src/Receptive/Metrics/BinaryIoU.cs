using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary><see cref="IoU"/> for masks: labels of 0 and 1, and predictions from 0 to 1.</summary>
/// <remarks>Labels and predictions of the same shape. Source: https://keras.io/api/metrics/segmentation_metrics/.</remarks>
/// <example><code>new BinaryIoU(targetClassIds: [1], threshold: 0.4f)</code></example>
public sealed class BinaryIoU : IoUMetric
{
    private int[] _targetClassIds;
    private float _threshold;

    /// <param name="targetClassIds">0 for the background, 1 for the mask, or both, the default.</param>
    /// <param name="threshold">Predictions of at least this are the mask.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">A class is neither 0 nor 1.</exception>
    public BinaryIoU(int[]? targetClassIds = null, float threshold = 0.5f, string name = "binary_io_u")
        : base(name)
    {
        (_targetClassIds, _threshold) = (targetClassIds ?? [0, 1], threshold);
        Check();
    }

    private protected override int Classes => 2;

    private protected override IReadOnlyList<int> Targets => _targetClassIds;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32List("target_class_ids", ref _targetClassIds, [0, 1]);
        arguments.Require(_targetClassIds.Length > 0 && _targetClassIds.All(target => target is 0 or 1), $"targetClassIds [{string.Join(", ", _targetClassIds)}] must be 0, 1 or both.");
        arguments.Single("threshold", ref _threshold, 0.5f, NumberRange.Finite);
    }

    private protected override SymbolicTensor Labels(SymbolicTensor yTrue) => yTrue;

    private protected override SymbolicTensor Predictions(SymbolicTensor yPred) => Ops.GreaterOrEqual(yPred, _threshold);
}
