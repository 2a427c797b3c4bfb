using System.Globalization;

namespace Receptive.Training;

/// <summary>
/// Looks whether the last rows, which <c>validationSplit</c> takes for validation as Keras does, have the same mix of
/// classes as the others. Files sorted by class are common, and then they have not.
/// </summary>
internal static class SplitCheck
{
    /// <summary>Labels with more values than this are measurements rather than classes.</summary>
    private const int MostClasses = 1000;

    /// <summary>Half the sum of the differences of the shares; samples of one source seldom reach this.</summary>
    private const double LargestDifference = 0.15;

    public static void WarnIfDifferent(ArraySource training, ArraySource validation)
    {
        if (training.LabelRows.Length != 1 || Shares(training.LabelRows[0]) is not { } a || Shares(validation.LabelRows[0]) is not { } b) return;
        double difference = a.Keys.Union(b.Keys).Sum(c => Math.Abs(a.GetValueOrDefault(c) - b.GetValueOrDefault(c))) / 2;

        // The smaller part differs by chance as well: by about sqrt(classes / examples).
        double chance = Math.Sqrt((double)a.Keys.Union(b.Keys).Count() / Math.Min(training.Count, validation.Count));
        if (difference <= LargestDifference + chance) return;
        Warnings.Raise(string.Create(
            CultureInfo.InvariantCulture,
            $"validationSplit takes the last {validation.Count:N0} of {training.Count + validation.Count:N0} examples, and their mix of classes differs from the others' by {difference:P0}: are the examples sorted? Shuffle them first, or give validationData."));
    }

    private static Dictionary<int, double>? Shares(Rows labels)
    {
        var counts = new Dictionary<int, int>();
        bool areClasses = true;
        labels.ForEachStretch((_, values) =>
        {
            for (int i = 0; areClasses && i < values.Length / labels.RowLength; i++)
            {
                ReadOnlySpan<float> label = values.Slice(i * labels.RowLength, labels.RowLength);
                areClasses = label.Length > 1 || label[0] == MathF.Floor(label[0]);
                int number = ClassWeights.ClassOf(label);
                counts[number] = counts.GetValueOrDefault(number) + 1;
                areClasses &= counts.Count <= MostClasses;
            }
        });
        return areClasses ? counts.ToDictionary(entry => entry.Key, entry => (double)entry.Value / labels.Count) : null;
    }
}
