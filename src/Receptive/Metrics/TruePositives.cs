namespace Receptive.Metrics;

/// <summary>How many answers are rightly yes.</summary>
/// <remarks>Labels of 0 and 1 and predictions of the same shape.</remarks>
public sealed class TruePositives : ThresholdMetric
{
    /// <param name="thresholds">Predictions above it count as yes; 0.5 by default.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">A threshold is not from 0 to 1.</exception>
    public TruePositives(double[]? thresholds = null, string name = "true_positives")
        : base(thresholds, name) => Check();

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    private protected override double Result(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) => truePositives;
}
