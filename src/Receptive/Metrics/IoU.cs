using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>Intersection over union: the overlap of truth and prediction by what either covers, the mean of chosen classes.</summary>
/// <remarks>
/// Labels and predictions are class numbers of the same shape, or of one dimension more, with scores of classes along the last. Classes
/// that occur in neither do not count. Source: https://keras.io/api/metrics/segmentation_metrics/.
/// </remarks>
/// <example><code>new IoU(numClasses: 3, targetClassIds: [1, 2], sparseYPred: false)</code></example>
public class IoU : IoUMetric
{
    private int _numClasses;
    private int[] _targetClassIds;
    private int? _ignoreClass;
    private bool _sparseYTrue;
    private bool _sparseYPred;

    /// <param name="numClasses">How many classes there are; at least 1, at most 46340.</param>
    /// <param name="targetClassIds">The classes whose mean is taken.</param>
    /// <param name="ignoreClass">A class whose pixels do not count; null for none.</param>
    /// <param name="sparseYTrue">Whether labels are class numbers, not one-hot.</param>
    /// <param name="sparseYPred">Whether predictions are class numbers, not scores.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">A class number is out of range.</exception>
    public IoU(int numClasses, int[] targetClassIds, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        (_numClasses, _targetClassIds, _ignoreClass, _sparseYTrue, _sparseYPred) = (numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred);
        Check();
    }

    internal IoU()
        : this(1, [0])
    {
    }

    private protected override int Classes => _numClasses;

    private protected override IReadOnlyList<int> Targets => HasTargets ? _targetClassIds : [.. Enumerable.Range(0, _numClasses)];

    private protected override int? Ignored => _ignoreClass;

    /// <summary>Whether classes are chosen.</summary>
    private protected virtual bool HasTargets => true;

    /// <summary>Whether labels may be class numbers.</summary>
    private protected virtual bool HasSparseLabels => true;

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("num_classes", ref _numClasses, atLeast: 1, atMost: 46340);
        if (HasTargets) DescribeTargets(arguments, ref _targetClassIds, _numClasses);
        arguments.OptionalInt32("ignore_class", ref _ignoreClass);
        if (HasSparseLabels) arguments.Boolean("sparse_y_true", ref _sparseYTrue, usual: true);
        arguments.Boolean("sparse_y_pred", ref _sparseYPred, usual: HasSparseLabels);
        arguments.Only("axis", -1);
    }

    private protected override SymbolicTensor Labels(SymbolicTensor yTrue) => _sparseYTrue ? yTrue : Ops.ArgMax(yTrue);

    private protected override SymbolicTensor Predictions(SymbolicTensor yPred) => _sparseYPred ? yPred : Ops.ArgMax(yPred);
}
