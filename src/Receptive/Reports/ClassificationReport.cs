using System.Globalization;
using System.Text;

namespace Receptive.Reports;

/// <summary>
/// Precision, recall, F1 score and support of each class, with their averages: scikit-learn's
/// <c>classification_report(y_true, y_pred, zero_division=0)</c>, as values and, by <see cref="ToString"/>,
/// as the same text to the last character.
/// </summary>
/// <example>
/// <code>
/// var report = new ClassificationReport(yTrue, yPred, targetNames: ["cat", "dog", "bird"]);
/// Console.WriteLine(report);
/// Console.WriteLine(report["dog"].Recall);
/// </code>
/// </example>
public sealed class ClassificationReport
{
    private const string AccuracyHeading = "accuracy";
    private const string LongestAverageHeading = "weighted avg";

    private readonly int _digits;

    /// <summary>Compares predicted with true labels.</summary>
    /// <param name="yTrue">The true class of each row.</param>
    /// <param name="yPred">The predicted class of each row, as many as <paramref name="yTrue"/>.</param>
    /// <param name="targetNames">A name for each class, in the order of <paramref name="labels"/>; without it a class is named by its number.</param>
    /// <param name="labels">The classes to report, in this order; without it all that occur, ascending.</param>
    /// <param name="digits">Digits behind the decimal point in the text, 0 to 100.</param>
    /// <exception cref="ArgumentException">The lengths differ, nothing is given, the number of names is not that of the classes,
    /// or <paramref name="labels"/> is empty or names a class twice.</exception>
    public ClassificationReport(
        ReadOnlySpan<int> yTrue,
        ReadOnlySpan<int> yPred,
        IReadOnlyList<string>? targetNames = null,
        IReadOnlyList<int>? labels = null,
        int digits = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 100);
        _digits = digits;

        LabelSet classes = LabelSet.Create(yTrue, yPred, targetNames, labels);
        long[] hits = new long[classes.Labels.Length];
        long[] predicted = new long[hits.Length];
        long[] support = new long[hits.Length];
        for (int i = 0; i < yTrue.Length; i++)
        {
            int truePosition = classes.PositionOf(yTrue[i]);
            int predictedPosition = yPred[i] == yTrue[i] ? truePosition : classes.PositionOf(yPred[i]);
            if (truePosition >= 0) support[truePosition]++;
            if (predictedPosition >= 0) predicted[predictedPosition]++;
            if (truePosition >= 0 && truePosition == predictedPosition) hits[truePosition]++;
        }

        ClassScores[] scores = new ClassScores[hits.Length];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = Score(classes.Names[i], hits[i], predicted[i], support[i]);
        Classes = scores;

        long total = support.Sum();
        MicroAverage = Score("micro avg", hits.Sum(), predicted.Sum(), total);
        MacroAverage = Average("macro avg", scores, total, _ => 1);
        WeightedAverage = Average(LongestAverageHeading, scores, total, score => score.Support);
        Accuracy = classes.CoversEveryLabel ? MicroAverage.F1Score : null;
    }

    /// <summary>The classes in the order of the rows.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>
    /// The share of rows predicted rightly, or null where the chosen labels leave out one that occurs:
    /// then <see cref="MicroAverage"/>, which is over the chosen ones, stands in its place.
    /// </summary>
    public double? Accuracy { get; }

    /// <summary>The scores over all rows of the chosen classes together.</summary>
    public ClassScores MicroAverage { get; }

    /// <summary>The plain mean over the classes.</summary>
    public ClassScores MacroAverage { get; }

    /// <summary>The mean over the classes, each weighing as much as its support.</summary>
    public ClassScores WeightedAverage { get; }

    /// <summary>The scores of the class of this name.</summary>
    /// <exception cref="KeyNotFoundException">No class has this name.</exception>
    public ClassScores this[string name]
    {
        get
        {
            foreach (ClassScores scores in Classes)
            {
                if (scores.Name == name) return scores;
            }

            throw new KeyNotFoundException($"The report has no class named '{name}'. Its classes: {string.Join(", ", Classes.Select(c => c.Name))}.");
        }
    }

    /// <summary>The table as scikit-learn writes it; it ends with a line feed.</summary>
    public override string ToString()
    {
        int width = Math.Max(Math.Max(Classes.Max(c => PythonText.Length(c.Name)), LongestAverageHeading.Length), _digits);
        var text = new StringBuilder();
        text.Append(' ', width + 1);
        foreach (string heading in (ReadOnlySpan<string>)["precision", "recall", "f1-score", "support"])
            text.Append(' ').Append(heading.PadLeft(9));
        text.Append("\n\n");

        foreach (ClassScores scores in Classes)
            AppendRow(text, scores, width);
        text.Append('\n');

        if (Accuracy is { } accuracy)
        {
            PythonText.AppendRight(text, AccuracyHeading, width);
            text.Append(' ').Append(' ', 20);
            AppendScore(text, accuracy);
            AppendSupport(text, MicroAverage.Support);
        }
        else
        {
            AppendRow(text, MicroAverage, width);
        }

        AppendRow(text, MacroAverage, width);
        AppendRow(text, WeightedAverage, width);
        return text.ToString();
    }

    // F1 from the counts, as scikit-learn does since 1.3: by way of precision and recall it would be a last bit off,
    // which shows where the score falls on the border between two roundings.
    private static ClassScores Score(string name, long hits, long predicted, long support) => new(
        name,
        predicted == 0 ? 0 : (double)hits / predicted,
        support == 0 ? 0 : (double)hits / support,
        predicted + support == 0 ? 0 : 2.0 * hits / (predicted + support),
        support);

    private static ClassScores Average(string name, ClassScores[] scores, long support, Func<ClassScores, double> weight)
    {
        double[] weights = Array.ConvertAll(scores, s => weight(s));
        double totalWeight = NumPySum.Of(weights);
        return new ClassScores(name, Mean(s => s.Precision), Mean(s => s.Recall), Mean(s => s.F1Score), support);

        double Mean(Func<ClassScores, double> value)
        {
            double[] terms = new double[scores.Length];
            for (int i = 0; i < terms.Length; i++)
                terms[i] = value(scores[i]) * weights[i];
            return totalWeight == 0 ? 0 : NumPySum.Of(terms) / totalWeight;
        }
    }

    private void AppendRow(StringBuilder text, ClassScores scores, int width)
    {
        PythonText.AppendRight(text, scores.Name, width);
        text.Append(' ');
        AppendScore(text, scores.Precision);
        AppendScore(text, scores.Recall);
        AppendScore(text, scores.F1Score);
        AppendSupport(text, scores.Support);
    }

    private void AppendScore(StringBuilder text, double score) =>
        text.Append(' ').Append(PythonText.Fixed(score, _digits).PadLeft(9));

    private static void AppendSupport(StringBuilder text, long support) =>
        text.Append(' ').Append(support.ToString(CultureInfo.InvariantCulture).PadLeft(9)).Append('\n');
}
