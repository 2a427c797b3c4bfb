namespace Receptive.Metrics;

/// <summary>The harmonic mean of precision and recall, class by class.</summary>
/// <remarks>Labels of 0 and 1 and predictions of shape (batch, classes). Source: https://keras.io/api/metrics/classification_metrics/.</remarks>
/// <example><code>model.Compile("adam", "categorical_crossentropy", [new F1Score(average: "macro")]);</code></example>
public sealed class F1Score : FBetaScore
{
    /// <param name="average">"micro" over all answers, "macro" the mean of classes, "weighted" by their examples; null for a number a class.</param>
    /// <param name="threshold">Predictions above it count as yes; null for the largest of each example.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public F1Score(string? average = null, float? threshold = null, string name = "f1_score")
        : base(average, 1, threshold, name)
    {
    }

    private protected override bool HasBeta => false;
}
