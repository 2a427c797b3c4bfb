namespace Receptive.Metrics;

/// <summary>The best precision over all thresholds at which the recall is high enough.</summary>
/// <remarks>Labels of 0 and 1 and predictions from 0 to 1 of the same shape.</remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", [new PrecisionAtRecall(0.8f)]);</code></example>
public sealed class PrecisionAtRecall : BestUnderConstraint
{
    /// <param name="recall">What the recall must be at least, from 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds are tried; at least 1.</param>
    /// <param name="classId">If given, only this class counts.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public PrecisionAtRecall(float recall, int numThresholds = 200, int? classId = null, string name = "precision_at_recall")
        : base("recall", recall, numThresholds, classId, name) => Check();

    internal PrecisionAtRecall()
        : this(0.5f)
    {
    }

    private protected override (double Constrained, double Wanted) Pair(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) =>
        (ThresholdMetric.Share(truePositives, falseNegatives), ThresholdMetric.Share(truePositives, falsePositives));
}
