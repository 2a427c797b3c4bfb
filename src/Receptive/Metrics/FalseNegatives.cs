namespace Receptive.Metrics;

/// <summary>How many answers are wrongly no.</summary>
/// <remarks>Labels of 0 and 1 and predictions of the same shape.</remarks>
public sealed class FalseNegatives : ThresholdMetric
{
    /// <param name="thresholds">Predictions above it count as yes; 0.5 by default.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">A threshold is not from 0 to 1.</exception>
    public FalseNegatives(double[]? thresholds = null, string name = "false_negatives")
        : base(thresholds, name) => Check();

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    private protected override double Result(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) => falseNegatives;
}
