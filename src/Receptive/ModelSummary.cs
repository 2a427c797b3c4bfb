using System.Globalization;
using System.Text;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive;

/// <summary>
/// The table of Keras 2's <c>model.summary()</c>: 65 characters wide, columns that end at 29, 55 and 65, long entries
/// wrapped, a blank line after each layer; parameter counts have thousands separators.
/// </summary>
internal static class ModelSummary
{
    private static readonly int[] s_columnEnds = [29, 55, 65];
    private static readonly int[] s_columnEndsWithFields = [29, 55, 66, 77, 85, 96];

    /// <param name="model">A model that knows its input's shape.</param>
    /// <param name="receptiveField">Whether three columns more say what each layer sees of the image.</param>
    public static string Print(Model model, bool receptiveField = false)
    {
        if (!model.IsBuilt)
        {
            throw new InvalidOperationException(
                $"The model '{model.Name}' does not know its input's shape yet, so it has no weights to count. Give its first layer InputShape = [...], or call BuildFor, or Fit.");
        }

        int[] ends = receptiveField ? s_columnEndsWithFields : s_columnEnds;
        int width = ends[^1];
        Dictionary<string, ReceptiveField?> fields = receptiveField ? ReceptiveFields.Of(model).DistinctBy(layer => layer.Name).ToDictionary(layer => layer.Name, layer => layer.Field) : [];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model: \"{model.Name}\"\n");
        Rule(text, '_', width);
        Row(text, ends, receptiveField ? ["Layer (type)", "Output Shape", "Param #", "Sees", "Stride", "Offset"] : ["Layer (type)", "Output Shape", "Param #"]);
        Rule(text, '=', width);
        foreach (Layer layer in model.Layers)
        {
            string[] cells = [$"{layer.Name} ({layer.ClassName})", layer.OutputShape?.ToString() ?? "?", Number(layer.CountParameters())];
            if (receptiveField)
                cells = fields.GetValueOrDefault(layer.Name) is { } field ? [.. cells, field.SizeText, field.StrideText, field.OffsetText] : [.. cells, "-", "-", "-"];
            Row(text, ends, cells);
            Rule(text, ' ', width);
        }

        Rule(text, '=', width);
        long total = model.CountParameters();
        long trainable = Count(model.TrainableWeights);
        text.Append(CultureInfo.InvariantCulture, $"Total params: {Number(total)}\n");
        text.Append(CultureInfo.InvariantCulture, $"Trainable params: {Number(trainable)}\n");
        text.Append(CultureInfo.InvariantCulture, $"Non-trainable params: {Number(total - trainable)}\n");
        Rule(text, '_', width);
        return text.ToString();
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static long Count(IEnumerable<Variable> weights) => weights.Sum(weight => weight.Shape.ElementsPerRow);

    private static void Rule(StringBuilder text, char c, int width) => text.Append(c, width).Append('\n');

    private static void Row(StringBuilder text, int[] columnEnds, string[] cells)
    {
        while (cells.Any(cell => cell.Length > 0))
        {
            int lineStart = text.Length;
            for (int column = 0; column < cells.Length; column++)
            {
                bool last = column == cells.Length - 1;

                // Two spaces stand between columns; the first column begins with one more.
                int room = columnEnds[column] - (column == 0 ? 0 : columnEnds[column - 1]) - (last ? 0 : 2);
                int cut = Math.Min(room, cells[column].Length);
                if (column == 0) text.Append(' ');
                text.Append(cells[column], 0, cut);
                if (!last) text.Append("  ");
                cells[column] = cells[column][cut..];
                text.Append(' ', Math.Max(0, columnEnds[column] - (text.Length - lineStart)));
            }

            text.Append('\n');
        }
    }
}
