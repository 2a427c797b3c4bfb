namespace Receptive.Metrics;

/// <summary>The largest share of positive examples found, over all thresholds at which enough of the negative ones are rejected.</summary>
/// <remarks>Labels of 0 and 1 and predictions from 0 to 1 of the same shape.</remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", [new SensitivityAtSpecificity(0.9f)]);</code></example>
public sealed class SensitivityAtSpecificity : BestUnderConstraint
{
    /// <param name="specificity">The share of negative examples to be rejected at least, from 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds are tried; at least 1.</param>
    /// <param name="classId">If given, only this class counts.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SensitivityAtSpecificity(float specificity, int numThresholds = 200, int? classId = null, string name = "sensitivity_at_specificity")
        : base("specificity", specificity, numThresholds, classId, name) => Check();

    internal SensitivityAtSpecificity()
        : this(0.5f)
    {
    }

    private protected override (double Constrained, double Wanted) Pair(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) =>
        (ThresholdMetric.Share(trueNegatives, falsePositives), ThresholdMetric.Share(truePositives, falseNegatives));
}
