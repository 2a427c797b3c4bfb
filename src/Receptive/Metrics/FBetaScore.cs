using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>The harmonic mean of precision and recall, recall counting beta times as much, class by class.</summary>
/// <remarks>
/// Labels of 0 and 1 and predictions of shape (batch, classes). (1 + beta²) precision recall / (beta² precision + recall). Source:
/// https://keras.io/api/metrics/classification_metrics/.
/// </remarks>
/// <example><code>model.Compile("adam", "categorical_crossentropy", [new FBetaScore(average: "macro", beta: 2)]);</code></example>
public class FBetaScore : Metric
{
    private const double Epsilon = 1e-7;

    private string? _average;
    private float _beta;
    private float? _threshold;

    /// <param name="average">"micro" over all answers, "macro" the mean of classes, "weighted" by their examples; null for a number a class.</param>
    /// <param name="beta">How many times recall counts; positive.</param>
    /// <param name="threshold">Predictions above it count as yes; null for the largest of each example.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public FBetaScore(string? average = null, float beta = 1, float? threshold = null, string name = "fbeta_score")
        : base(name)
    {
        (_average, _beta, _threshold) = (average, beta, threshold);
        Check();
    }

    /// <inheritdoc/>
    public sealed override MetricDirection Direction => MetricDirection.Up;

    private protected virtual bool HasBeta => true;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Labels and predictions are not (batch, classes).</exception>
    public sealed override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (yPred.Shape.Rank != 2 || yTrue.Shape != yPred.Shape)
            throw new ShapeException($"{ClassName} compares labels and predictions (batch, classes), but these have the shapes {yTrue.Shape} and {yPred.Shape}. Make class numbers one-hot rows by Utilities.ToCategorical.");
        SymbolicTensor isYes = _threshold is { } threshold
            ? Ops.Greater(yPred, threshold)
            : Ops.GreaterOrEqual(yPred, Ops.ReduceMax(yPred, [-1], keepDims: true)) * Ops.Greater(Ops.Abs(yPred), 1e-9f);
        return Ops.Stack([Sum(isYes * yTrue), Sum(isYes * (1f - yTrue)), Sum((1f - isYes) * yTrue)], 0);

        SymbolicTensor Sum(SymbolicTensor x) => Ops.ReduceSum(sampleWeight is null ? x : x * Ops.ExpandDims(sampleWeight, 1), [0]);
    }

    /// <inheritdoc/>
    /// <remarks>Without an average it is the mean of the classes.</remarks>
    public sealed override double Result(ReadOnlySpan<double> totals, double totalWeight) => Results(totals, totalWeight).Average();

    /// <inheritdoc/>
    public sealed override double[] Results(ReadOnlySpan<double> totals, double totalWeight)
    {
        int classes = totals.Length / 3;
        double truePositives = 0, falsePositives = 0, falseNegatives = 0, weighted = 0;
        double[] scores = new double[classes];
        for (int i = 0; i < classes; i++)
        {
            (double right, double wrong, double missed) = (totals[i], totals[classes + i], totals[2 * classes + i]);
            scores[i] = Score(right, wrong, missed);
            (truePositives, falsePositives, falseNegatives) = (truePositives + right, falsePositives + wrong, falseNegatives + missed);
            weighted += scores[i] * (right + missed);
        }

        return _average switch
        {
            "micro" => [Score(truePositives, falsePositives, falseNegatives)],
            "macro" => [scores.Average()],
            "weighted" => [weighted / (truePositives + falseNegatives + Epsilon)],
            _ => scores,
        };
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalWord("average", ref _average, null, "micro", "macro", "weighted");
        if (HasBeta) arguments.Single("beta", ref _beta, 1, NumberRange.Positive);
        arguments.OptionalSingle("threshold", ref _threshold, new NumberRange(0, 1, AboveMinimum: true));
    }

    private double Score(double truePositives, double falsePositives, double falseNegatives)
    {
        double precision = truePositives / (truePositives + falsePositives + Epsilon), recall = truePositives / (truePositives + falseNegatives + Epsilon);
        double square = (double)_beta * _beta;
        return (1 + square) * precision * recall / (square * precision + recall + Epsilon);
    }
}
