namespace Receptive.Reports;

/// <summary>
/// The classes a report speaks of, in the order of its rows, and the counts of the pairs (true, predicted).
/// Both reports are built on it, so that they cannot disagree about what a class is.
/// </summary>
internal sealed class LabelSet
{
    private readonly Dictionary<int, int> _positions;

    private LabelSet(int[] labels, bool coversEveryLabel, string[] names)
    {
        Labels = labels;
        CoversEveryLabel = coversEveryLabel;
        Names = names;
        _positions = new Dictionary<int, int>(labels.Length);
        for (int i = 0; i < labels.Length; i++)
        {
            if (!_positions.TryAdd(labels[i], i))
                throw new ArgumentException($"labels names the class {labels[i]} twice (positions {_positions[labels[i]]} and {i}): name each class once.", nameof(labels));
        }
    }

    public int[] Labels { get; }

    /// <summary>Whether every label that occurs, true or predicted, is among <see cref="Labels"/>.</summary>
    public bool CoversEveryLabel { get; }

    public string[] Names { get; }

    /// <summary>The row of a label, or -1 for a label that the report leaves out.</summary>
    public int PositionOf(int label) => _positions.TryGetValue(label, out int position) ? position : -1;

    public static LabelSet Create(
        ReadOnlySpan<int> yTrue, ReadOnlySpan<int> yPred, IReadOnlyList<string>? targetNames, IReadOnlyList<int>? labels)
    {
        if (yTrue.Length != yPred.Length)
            throw new ArgumentException($"yTrue has {yTrue.Length:N0} labels and yPred has {yPred.Length:N0}: give one prediction for each true label.", nameof(yPred));
        if (yTrue.IsEmpty) throw new ArgumentException("yTrue and yPred are empty: a report needs at least one label.", nameof(yTrue));

        var seen = new SortedSet<int>();
        AddAll(seen, yTrue);
        AddAll(seen, yPred);
        if (labels is { Count: 0 })
            throw new ArgumentException("labels is empty: name the classes to report, or leave it out for all that occur.", nameof(labels));

        int[] chosen = labels?.ToArray() ?? [.. seen];
        if (targetNames is not null && targetNames.Count != chosen.Length)
        {
            string hint = labels is null
                ? $"The classes that occur are [{string.Join(", ", chosen)}]; name exactly these, or list the classes of all names in labels."
                : "Give one name for each of the labels.";
            throw new ArgumentException($"targetNames has {targetNames.Count} names for {chosen.Length} classes. {hint}", nameof(targetNames));
        }

        string[] names = targetNames?.ToArray() ?? Array.ConvertAll(chosen, label => label.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new LabelSet(chosen, seen.IsSubsetOf(chosen), names);
    }

    // Labels come in long runs of few values: a set lookup for each costs less than sorting them all.
    private static void AddAll(SortedSet<int> seen, ReadOnlySpan<int> labels)
    {
        foreach (int label in labels)
            seen.Add(label);
    }
}
