namespace Receptive.Metrics;

/// <summary>The largest share of negative examples rejected, over all thresholds at which enough of the positive ones are found.</summary>
/// <remarks>Labels of 0 and 1 and predictions from 0 to 1 of the same shape.</remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", [new SpecificityAtSensitivity(0.9f)]);</code></example>
public sealed class SpecificityAtSensitivity : BestUnderConstraint
{
    /// <param name="sensitivity">The share of positive examples to be found at least, from 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds are tried; at least 1.</param>
    /// <param name="classId">If given, only this class counts.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public SpecificityAtSensitivity(float sensitivity, int numThresholds = 200, int? classId = null, string name = "specificity_at_sensitivity")
        : base("sensitivity", sensitivity, numThresholds, classId, name) => Check();

    internal SpecificityAtSensitivity()
        : this(0.5f)
    {
    }

    private protected override (double Constrained, double Wanted) Pair(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) =>
        (ThresholdMetric.Share(truePositives, falseNegatives), ThresholdMetric.Share(trueNegatives, falsePositives));
}
