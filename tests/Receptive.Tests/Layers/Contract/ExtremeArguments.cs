using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Layers;
using Receptive.Tests.Description;

namespace Receptive.Tests.Layers.Contract;

/// <summary>
/// Configurations of a layer in which whole numbers are extreme, found by the kinds of its arguments: each one at each
/// value, in all of its numbers and in the last alone, and every two of them together.
/// </summary>
internal static class ExtremeArguments
{
    /// <summary>Nothing, less than nothing, and what overflows 32 bits in a product of two, alone and with one added.</summary>
    private static readonly int[] s_values = [0, -1, 1 << 15, 1 << 30, int.MaxValue];

    /// <summary>Products of two overflow 32 bits, those of four 64.</summary>
    private static readonly int[] s_pairs = [1 << 15, 1 << 16, 1 << 30, int.MaxValue];

    private static readonly HashSet<Type> s_whole = [typeof(int), typeof(int?), typeof(AxisSizes), typeof(AxisSizes?), typeof(AxisMargins), typeof(int[])];

    /// <summary>Each argument alone: what it was set to, and the configuration.</summary>
    public static IEnumerable<(string What, JsonObject Config)> Alone(LayerSpecimen specimen)
    {
        foreach (ListedArgument argument in Whole(specimen))
        {
            foreach (int value in s_values)
            {
                foreach (bool all in new[] { true, false })
                {
                    JsonObject config = specimen.Make().GetConfig();
                    config[argument.Name] = Replaced(Template(specimen, argument), value, all);
                    yield return ($"{argument.Name} = {config[argument.Name]!.ToJsonString()}", config);
                }
            }
        }
    }

    /// <summary>Every two arguments together.</summary>
    public static IEnumerable<(string What, JsonObject Config)> InPairs(LayerSpecimen specimen)
    {
        ListedArgument[] whole = [.. Whole(specimen)];
        for (int i = 0; i < whole.Length; i++)
        {
            for (int j = i + 1; j < whole.Length; j++)
            {
                foreach ((int first, int second) in s_pairs.SelectMany(first => s_pairs.Select(second => (first, second))))
                {
                    JsonObject config = specimen.Make().GetConfig();
                    config[whole[i].Name] = Replaced(Template(specimen, whole[i]), first, all: true);
                    config[whole[j].Name] = Replaced(Template(specimen, whole[j]), second, all: true);
                    yield return ($"{whole[i].Name} = {config[whole[i].Name]!.ToJsonString()}, {whole[j].Name} = {config[whole[j].Name]!.ToJsonString()}", config);
                }
            }
        }
    }

    /// <summary>Shapes of examples, all inputs alike, with one or two extreme dimensions.</summary>
    public static IEnumerable<int[]> Inputs(LayerSpecimen specimen)
    {
        int[] shape = specimen.Inputs[0];
        for (int i = 0; i < shape.Length; i++)
        {
            for (int j = i; j < shape.Length; j++)
            {
                foreach ((int first, int second) in s_pairs.SelectMany(first => s_pairs.Select(second => (first, second))))
                {
                    int[] extreme = [.. shape];
                    (extreme[j], extreme[i]) = (second, first);
                    yield return extreme;
                }
            }
        }
    }

    private static IEnumerable<ListedArgument> Whole(LayerSpecimen specimen) => ArgumentList.Of(specimen.Make()).Where(argument => s_whole.Contains(argument.Type));

    /// <summary>The argument's value, or another where it has none.</summary>
    private static JsonNode Template(LayerSpecimen specimen, ListedArgument argument)
    {
        if (argument.Json is { } given) return given;
        for (int i = 0; i < argument.Alternatives; i++)
        {
            if (specimen.MakeWith(argument.Name, i) is { } made && ArgumentList.Of(made).Single(other => other.Name == argument.Name).Json is { } other) return other;
        }

        return 1;
    }

    /// <summary>The same lists of lists with every number, or the last alone, replaced.</summary>
    private static JsonNode Replaced(JsonNode node, int value, bool all)
    {
        if (node is not JsonArray array) return node.GetValueKind() == JsonValueKind.Number ? value : node.DeepClone();
        var replaced = new JsonArray();
        for (int i = 0; i < array.Count; i++)
            replaced.Add(array[i] is { } item ? all || i == array.Count - 1 ? Replaced(item, value, all) : item.DeepClone() : null);
        return replaced;
    }
}
