using System.Text;

namespace Receptive.Saving;

/// <summary>Expected and found arrays side by side, for the error that says why weights do not fit a model.</summary>
internal sealed class MismatchTable
{
    private const int MostRows = 60;

    private readonly List<(string Layer, string Expected, string Found)> _rows = [];

    public bool HasMismatch { get; private set; }

    /// <summary>Adds the arrays of a layer; null stands for a layer that one side does not have.</summary>
    public void Add(string layer, IReadOnlyList<ArraySlot>? expected, IReadOnlyList<IReadOnlyList<int>>? found)
    {
        int count = Math.Max(expected?.Count ?? 0, found?.Count ?? 0);
        for (int i = 0; i < count; i++)
        {
            ArraySlot? wanted = expected is not null && i < expected.Count ? expected[i] : null;
            IReadOnlyList<int>? present = found is not null && i < found.Count ? found[i] : null;
            HasMismatch |= wanted is null || present is null || !wanted.Shape.SequenceEqual(present);
            _rows.Add((
                i == 0 ? layer : "",
                wanted is null ? "-" : $"{wanted.Name} {Text(wanted.Shape)}",
                present is null ? "-" : Text(present)));
        }
    }

    /// <summary>The table, with an arrow at each row that does not fit.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("the weights in the file do not fit the model.\n");
        int layerWidth = Math.Max("Layer".Length, _rows.Count == 0 ? 0 : _rows.Max(row => row.Layer.Length));
        int expectedWidth = Math.Max("Expected".Length, _rows.Count == 0 ? 0 : _rows.Max(row => row.Expected.Length));
        text.Append("  ").Append("Layer".PadRight(layerWidth)).Append("  ").Append("Expected".PadRight(expectedWidth)).Append("  Found");
        foreach ((string layer, string expected, string found) in _rows.Take(MostRows))
        {
            bool fits = expected.EndsWith(found, StringComparison.Ordinal) && found != "-" && expected != "-";
            text.Append("\n  ").Append(layer.PadRight(layerWidth)).Append("  ").Append(expected.PadRight(expectedWidth)).Append("  ").Append(found);
            if (!fits) text.Append("  <-");
        }

        if (_rows.Count > MostRows) text.Append($"\n  ... and {_rows.Count - MostRows} more");
        return text.ToString();
    }

    private static string Text(IReadOnlyList<int> shape) => shape.Count == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
}
