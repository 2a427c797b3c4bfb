using System.Text.Json.Nodes;
using Receptive.Explanations;
using Receptive.Layers;
using Receptive.Plotting;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>What is said of a model, against what its file says: the summary's table, the diagram, receptive fields.</summary>
internal static class ExplainedModel
{
    /// <summary>
    /// Of the last maps of known networks. VGG16, MobileNet, ResNet-50 and Inception-v3 as published by Araujo, Norris and
    /// Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019); the others by its formula.
    /// </summary>
    private static readonly Dictionary<string, int> s_fields = new()
    {
        ["VGG16"] = 212,
        ["MobileNet"] = 315,
        ["ResNet50"] = 483,
        ["ResNet50V2"] = 483,
        ["MobileNetV2"] = 491,
        ["DenseNet121"] = 2071,
        ["InceptionV3"] = 1311,
    };

    public static void Check(Model model, JsonObject config, string name)
    {
        string[] summary = model.SummaryText().Split('\n');
        Assert.Contains(FormattableString.Invariant($"Total params: {model.CountParameters():N0}"), summary);
        if ((string?)config["class_name"] != "Functional") return;
        Dictionary<string, string> connections = Connections(config);
        ModelDiagramFigure diagram = Plot.Diagram(model);
        bool isFlat = model.Layers.All(layer => layer is not Model) && connections.Values.All(text => !text.Contains("[1]", StringComparison.Ordinal));
        foreach ((string layer, string expected) in connections)
        {
            if (summary[2].Contains("Connected to", StringComparison.Ordinal)) Assert.Equal(expected, ConnectedTo(summary, layer));
            if (!isFlat || expected == "[]") continue;
            string from = string.Join(" and ", expected.Trim('[', ']').Split(',').Select(input => input.Trim('\'').Split('[')[0]));
            Assert.Contains(diagram.Description.TrimEnd('.').Split("; "), part => part.StartsWith(layer + ", ", StringComparison.Ordinal) && part.EndsWith($", from {from}", StringComparison.Ordinal) || !diagram.HasBranches);
        }

        Assert.Contains("<svg", diagram.ToSvg(), StringComparison.Ordinal);
        if (model.Inputs.Count > 1 || model.Inputs[0].Shape.Rank != 4) return;
        IReadOnlyList<LayerField> fields = ReceptiveFields.Of(model);
        if (isFlat) Assert.Equal(model.Layers.Count(layer => layer is not Input), fields.Count);
        if (s_fields.TryGetValue(name, out int size))
        {
            LayerField last = fields.Last(field => field.OutputShape.Rank == 4);
            Assert.Equal($"{size}x{size}", last.Field!.Value.SizeText);
        }
    }

    // What each layer takes, without spaces: layer, call, output.
    private static Dictionary<string, string> Connections(JsonObject config)
    {
        var connections = new Dictionary<string, string>();
        foreach (JsonNode? layer in config["config"]!["layers"]!.AsArray())
        {
            List<string> inputs = [];
            Collect(layer!["inbound_nodes"], inputs);
            connections[(string)layer["name"]!] = $"[{string.Join(",", inputs)}]";
        }

        return connections;

        static void Collect(JsonNode? node, List<string> inputs)
        {
            switch (node)
            {
                // Keras 2: name, call, output, further arguments.
                case JsonArray and [JsonValue name, JsonValue call, JsonValue output, ..] when name.TryGetValue(out string? layer):
                    inputs.Add($"'{layer}[{call}][{output}]'");
                    break;
                case JsonArray array:
                    foreach (JsonNode? item in array) Collect(item, inputs);
                    break;
                case JsonObject tensor when (string?)tensor["class_name"] == "__keras_tensor__":
                    JsonArray history = tensor["config"]!["keras_history"]!.AsArray();
                    inputs.Add($"'{history[0]}[{history[1]}][{history[2]}]'");
                    break;
                case JsonObject call:
                    Collect(call["args"], inputs);
                    break;
            }
        }
    }

    private static string ConnectedTo(string[] summary, string layer)
    {
        int first = Array.FindIndex(summary, 4, line => Column(line, 0, 32).StartsWith(layer + "(", StringComparison.Ordinal) || line.StartsWith($" {layer} (", StringComparison.Ordinal) || IsWrapped(line));
        Assert.True(first > 0, $"The summary has no row for {layer}.");
        string text = "";
        for (int row = first; summary[row].Trim().Length > 0 && summary[row][0] == ' '; row++) text += Column(summary[row], 65, 98);
        return text;

        // A name longer than the column goes on in the next line.
        bool IsWrapped(string line) => line.Length > 32 && line[1..31].TrimEnd() is { Length: >= 29 } start && $"{layer} (".StartsWith(start, StringComparison.Ordinal);

        static string Column(string line, int from, int to) => line.Length <= from ? "" : line[from..Math.Min(to, line.Length)].Replace(" ", "", StringComparison.Ordinal);
    }
}
