using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>The area under the curve of recall over false alarms (ROC), or of precision over recall (PR): 1 for a model that orders all examples rightly.</summary>
/// <remarks>
/// Labels of 0 and 1 and predictions from 0 to 1 of the same shape. The curve is taken at thresholds at equal distances, so the area is
/// near the true one. Source: Davis and Goadrich, The relationship between precision-recall and ROC curves, 2006;
/// https://keras.io/api/metrics/classification_metrics/.
/// </remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", [new AUC()]);</code></example>
public sealed class AUC : Metric
{
    private int _numThresholds;
    private string _curve;
    private string _summationMethod;
    private double[]? _thresholds;
    private bool _multiLabel;
    private double[]? _labelWeights;
    private bool _fromLogits;

    /// <param name="numThresholds">How many thresholds, at least 2.</param>
    /// <param name="curve">"ROC", "PR" or "PRGAIN".</param>
    /// <param name="summationMethod">"interpolation", "minoring" or "majoring": how the area between two thresholds is taken.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public AUC(int numThresholds = 200, string curve = "ROC", string summationMethod = "interpolation", string name = "auc")
        : base(name)
    {
        (_numThresholds, _curve, _summationMethod) = (numThresholds, curve, summationMethod);
        Check();
    }

    /// <summary>Thresholds of one's own between 0 and 1, instead of a number of them.</summary>
    /// <exception cref="ArgumentException">When setting: one is not from 0 to 1.</exception>
    public double[]? Thresholds { get => _thresholds; init => Set(ref _thresholds, value); }

    /// <summary>Whether each column of (batch, labels) has a curve of its own, and the mean of their areas is taken.</summary>
    public bool MultiLabel { get => _multiLabel; init => _multiLabel = value; }

    /// <summary>The weight of each label in the mean, or of its examples where there is one curve; null for all alike.</summary>
    /// <exception cref="ArgumentException">When setting: one is negative.</exception>
    public double[]? LabelWeights { get => _labelWeights; init => Set(ref _labelWeights, value); }

    /// <summary>Whether predictions are what would go into a sigmoid.</summary>
    public bool FromLogits { get => _fromLogits; init => _fromLogits = value; }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    private double[] AllThresholds => _thresholds is null ? ConfusionCounts.Evenly(_numThresholds) : [-1e-7, .. _thresholds.Order(), 1 + 1e-7];

    /// <inheritdoc/>
    public override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        if (_multiLabel && yPred.Shape.Rank != 2) throw new ShapeException($"AUC: with multiLabel predictions have the shape (batch, labels), but these have {yPred.Shape}.");
        int labels = yPred.Shape.Rank == 1 ? 1 : yPred.Shape[^1];
        if (_labelWeights is not null && _labelWeights.Length != labels) throw new ShapeException($"AUC: there are {_labelWeights.Length} labelWeights for predictions {yPred.Shape}, which have {labels} labels; give one for each.");
        return ConfusionCounts.Of(yTrue, _fromLogits ? Ops.Sigmoid(yPred) : yPred, sampleWeight, AllThresholds, _multiLabel, _multiLabel ? null : _labelWeights);
    }

    /// <inheritdoc/>
    public override double Result(ReadOnlySpan<double> totals, double totalWeight)
    {
        int count = AllThresholds.Length, labels = totals.Length / 4 / count;
        double sum = 0, weights = 0;
        for (int label = 0; label < labels; label++)
        {
            double weight = _multiLabel && _labelWeights is not null ? _labelWeights[label] : 1;
            int at = label * count, kind = labels * count;
            sum += weight * Area(totals.Slice(at, count), totals.Slice(kind + at, count), totals.Slice(2 * kind + at, count), totals.Slice(3 * kind + at, count));
            weights += weight;
        }

        return weights == 0 ? 0 : sum / weights;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("num_thresholds", ref _numThresholds, usual: 200, atLeast: 2, atMost: AxisWeights.MostPositions);
        arguments.Word("curve", ref _curve, "ROC", "ROC", "PR", "PRGAIN");
        arguments.Word("summation_method", ref _summationMethod, "interpolation", "interpolation", "minoring", "majoring");
        arguments.Properties();
        arguments.OptionalDoubles("thresholds", ref _thresholds);
        arguments.Require(_thresholds?.All(threshold => threshold is >= 0 and <= 1) ?? true, $"thresholds [{string.Join(", ", _thresholds ?? [])}] must be from 0 to 1.");
        arguments.Boolean("multi_label", ref _multiLabel);
        arguments.Ignore("num_labels");
        arguments.OptionalDoubles("label_weights", ref _labelWeights);
        arguments.Require(_labelWeights?.All(weight => weight >= 0) ?? true, "labelWeights must not be negative.");
        arguments.Boolean("from_logits", ref _fromLogits);
    }

    private double Area(ReadOnlySpan<double> truePositives, ReadOnlySpan<double> falsePositives, ReadOnlySpan<double> trueNegatives, ReadOnlySpan<double> falseNegatives)
    {
        double area = 0;
        for (int i = 0; i + 1 < truePositives.Length; i++)
        {
            if (_curve == "PR" && _summationMethod == "interpolation")
            {
                area += BetweenPrecisions(truePositives[i], falsePositives[i], truePositives[i + 1], falsePositives[i + 1], falseNegatives[i + 1]);
                continue;
            }

            (double x, double y) = Point(truePositives[i], falsePositives[i], trueNegatives[i], falseNegatives[i]);
            (double nextX, double nextY) = Point(truePositives[i + 1], falsePositives[i + 1], trueNegatives[i + 1], falseNegatives[i + 1]);
            area += (x - nextX) * _summationMethod switch { "interpolation" => (y + nextY) / 2, "minoring" => Math.Min(y, nextY), _ => Math.Max(y, nextY) };
        }

        return area;
    }

    private (double X, double Y) Point(double truePositives, double falsePositives, double trueNegatives, double falseNegatives)
    {
        double recall = ThresholdMetric.Share(truePositives, falseNegatives);
        if (_curve == "ROC") return (ThresholdMetric.Share(falsePositives, trueNegatives), recall);
        if (_curve == "PR") return (recall, ThresholdMetric.Share(truePositives, falsePositives));
        if (truePositives == 0) return (0, 1);
        double negatives = trueNegatives + falsePositives, scale = negatives == 0 ? 0 : (truePositives + falseNegatives) / negatives;
        return (Math.Max(0, 1 - scale * falseNegatives / truePositives), 1 - scale * falsePositives / truePositives);
    }

    // Between two thresholds the true positives are taken for a straight function of all positives; precision is not one then.
    private static double BetweenPrecisions(double truePositives, double falsePositives, double nextTruePositives, double nextFalsePositives, double nextFalseNegatives)
    {
        double positives = truePositives + falsePositives, nextPositives = nextTruePositives + nextFalsePositives, all = Math.Max(0, nextTruePositives + nextFalseNegatives);
        double gained = truePositives - nextTruePositives, more = Math.Max(0, positives - nextPositives), slope = more == 0 ? 0 : gained / more;
        double intercept = nextTruePositives - slope * nextPositives, ratio = positives > 0 && nextPositives > 0 ? positives / nextPositives : 1;
        return all == 0 ? 0 : slope * (gained + intercept * Math.Log(ratio)) / all;
    }
}
