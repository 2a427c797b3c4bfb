using System.Globalization;
using System.Text;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive;

/// <summary>
/// The table of Keras 2's <c>model.summary()</c>: 65 characters wide, columns that end at 29, 55 and 65, long entries
/// wrapped, a blank line after each layer; parameter counts have thousands separators. A model with branches gets 98
/// characters and a column more, which says what each layer takes: <c>['conv2d[0][0]']</c> is the layer's first call and
/// that call's first output.
/// </summary>
internal static class ModelSummary
{
    private static readonly int[] s_columnEnds = [29, 55, 65];
    private static readonly int[] s_columnEndsWithConnections = [32, 53, 65, 98];
    private static readonly int[] s_widthsOfFields = [11, 8, 11];
    private static readonly string[] s_listEnds = ["),", "},", "],", "',"];

    /// <param name="model">A model that knows its input's shape.</param>
    /// <param name="receptiveField">Whether three columns more say what each layer sees of the image.</param>
    public static string Print(Model model, bool receptiveField = false)
    {
        if (!model.IsBuilt)
        {
            throw new InvalidOperationException(
                $"The model '{model.Name}' does not know its input's shape yet, so it has no weights to count. Give its first layer InputShape = [...], or call BuildFor, or Fit.");
        }

        Connections? connections = Connections.Of(model);
        int[] ends = connections is null ? s_columnEnds : s_columnEndsWithConnections;
        string[] titles = connections is null ? ["Layer (type)", "Output Shape", "Param #"] : ["Layer (type)", "Output Shape", "Param #", "Connected to"];
        if (receptiveField)
        {
            ends = [.. ends];
            if (connections is null) ends[^1]++; // the last of Keras' columns needs a gap to the next
            foreach (int columnWidth in s_widthsOfFields) ends = [.. ends, ends[^1] + columnWidth];
            titles = [.. titles, "Sees", "Stride", "Offset"];
        }

        int width = ends[^1];
        Dictionary<string, ReceptiveField?> fields = receptiveField ? ReceptiveFields.Of(model).DistinctBy(layer => layer.Name).ToDictionary(layer => layer.Name, layer => layer.Field) : [];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model: \"{model.Name}\"\n");
        Rule(text, '_', width);
        Row(text, ends, titles);
        Rule(text, '=', width);
        foreach (Layer layer in model.Layers)
        {
            string shape = layer.OutputShape?.ToString() ?? "?";
            string[] cells = [$"{layer.Name} ({layer.ClassName})", layer is Input ? $"[{shape}]" : shape, Number(layer.CountParameters())];
            if (connections is not null) cells = [.. cells, connections.TextOf(layer)];
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
                foreach (string end in s_listEnds)
                {
                    // The elements of a list stand below each other.
                    int at = cells[column].AsSpan(0, cut).IndexOf(end, StringComparison.Ordinal);
                    if (at >= 0) cut = at + end.Length;
                }

                if (column == 0) text.Append(' ');
                text.Append(cells[column], 0, cut);
                if (!last) text.Append("  ");
                cells[column] = cells[column][cut..];
                text.Append(' ', Math.Max(0, columnEnds[column] - (text.Length - lineStart)));
            }

            text.Append('\n');
        }
    }

    /// <summary>Which calls of a model with branches, or with a layer that is called twice, feed each of its layers.</summary>
    private sealed class Connections
    {
        private readonly Dictionary<LayerCall, int> _numbers = [];
        private readonly Dictionary<Layer, List<LayerCall>> _calls = [];

        /// <summary>Null for a model whose layers follow one another.</summary>
        public static Connections? Of(Model model)
        {
            if (model is Sequential || model.Graph is not { } graph) return null;
            var connections = new Connections();
            bool isChain = graph.Inputs.Count == 1 && graph.Outputs.Count == 1;
            LayerTensor? last = graph.Inputs[0];
            foreach (LayerCall call in graph.Calls)
            {
                if (!connections._calls.TryGetValue(call.Layer, out List<LayerCall>? calls)) connections._calls[call.Layer] = calls = [];
                connections._numbers[call] = calls.Count;
                calls.Add(call);
                isChain &= calls.Count == 1 && call.Inputs.Count == 1 && call.Inputs[0] == last;
                last = call.Outputs.Count == 1 ? call.Outputs[0] : null;
            }

            return isChain ? null : connections;
        }

        public string TextOf(Layer layer) => _calls.TryGetValue(layer, out List<LayerCall>? calls)
            ? $"[{string.Join(", ", calls.SelectMany(call => call.Inputs).Select(input => $"'{input.Layer.Name}[{_numbers.GetValueOrDefault(input.Call)}][{input.Index}]'"))}]"
            : "[]";
    }
}
