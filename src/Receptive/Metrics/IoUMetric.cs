using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>
/// What metrics of segmentations share: the overlap of truth and prediction by what either covers, class by class, and the mean over
/// classes that occur.
/// </summary>
public abstract class IoUMetric : Metric
{
    private protected IoUMetric(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override MetricDirection Direction => MetricDirection.Up;

    /// <summary>How many classes there are.</summary>
    private protected abstract int Classes { get; }

    /// <summary>The classes whose mean is taken.</summary>
    private protected abstract IReadOnlyList<int> Targets { get; }

    /// <summary>A class whose pixels do not count.</summary>
    private protected virtual int? Ignored => null;

    /// <summary>Class numbers of labels.</summary>
    private protected abstract SymbolicTensor Labels(SymbolicTensor yTrue);

    /// <summary>Class numbers of predictions.</summary>
    private protected abstract SymbolicTensor Predictions(SymbolicTensor yPred);

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Labels and predictions differ in number.</exception>
    public sealed override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = Flat(Labels(yTrue)), predictions = Flat(Predictions(yPred));
        if (labels.Shape != predictions.Shape)
            throw new ShapeException($"{ClassName} compares class numbers one by one, but labels {yTrue.Shape} and predictions {yPred.Shape} differ in number.");

        // A class number out of range is a row of zeros, so it counts nowhere.
        SymbolicTensor truth = Ops.OneHot(labels, Classes);
        if (sampleWeight is not null) truth *= Ops.Reshape(sampleWeight, [Shape.Batch, 1, 1]);
        if (Ignored is { } ignored) truth *= Ops.ExpandDims(Ops.NotEqual(labels, (float)ignored), -1);
        return Ops.MatMul(truth, Ops.OneHot(predictions, Classes), transposeA: true);
    }

    /// <inheritdoc/>
    public sealed override double Result(ReadOnlySpan<double> totals, double totalWeight)
    {
        double sum = 0, present = 0;
        foreach (int target in Targets)
        {
            double covered = -totals[target * Classes + target];
            for (int i = 0; i < Classes; i++) covered += totals[target * Classes + i] + totals[i * Classes + target];
            if (covered <= 1e-9) continue;
            sum += totals[target * Classes + target] / (covered + 1e-7);
            present++;
        }

        return sum / (present + 1e-7);
    }

    private static SymbolicTensor Flat(SymbolicTensor x) => Ops.Reshape(x, [Shape.Batch, (int)x.Shape.ElementsPerRow]);

    /// <summary>Describes what the classes share.</summary>
    private protected static void DescribeTargets(Arguments arguments, ref int[] targets, int classes)
    {
        arguments.Int32List("target_class_ids", ref targets);
        arguments.Require(targets.Length > 0 && targets.All(target => target >= 0 && target < classes), $"targetClassIds [{string.Join(", ", targets)}] must be class numbers from 0 to {classes - 1}, at least one.");
    }
}
