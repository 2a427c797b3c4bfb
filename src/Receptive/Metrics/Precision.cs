namespace Receptive.Metrics;

/// <summary>How many of the yes answers are right.</summary>
/// <remarks>Labels of 0 and 1 and predictions of the same shape. 0 where there is no yes. Source: https://keras.io/api/metrics/classification_metrics/.</remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", [new Precision(), new Recall()]);</code></example>
public sealed class Precision : ClassThresholdMetric
{
    /// <param name="thresholds">Predictions above it count as yes; 0.5 by default.</param>
    /// <param name="topK">If given, only so many of the largest predictions of each example can be yes, and without thresholds all of them are.</param>
    /// <param name="classId">If given, only this class counts.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public Precision(double[]? thresholds = null, int? topK = null, int? classId = null, string name = "precision")
        : base(thresholds, topK, classId, name) => Check();

    private protected override double Result(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) => Share(truePositives, falsePositives);
}
