using System.Globalization;
using PureHDF;
using Receptive.Common;
using Receptive.Saving.Hdf5;

namespace Receptive.Saving.Keras3;

/// <summary>
/// The layout of <c>model.weights.h5</c>, inside a `.keras` file or by itself as `.weights.h5`: a layer lies under
/// <c>layers/</c>, not by its name but by its class in snake case and a number, its arrays under <c>vars/0</c>,
/// <c>vars/1</c>; the optimizer's under <c>optimizer/vars/</c>.
/// </summary>
internal sealed class Keras3Weights(Hdf5Group root) : WeightSource
{
    private const string Layers = "layers";
    private const string Vars = "vars";

    /// <summary>Where layers lie in files of Keras 2.13 to 2.15.</summary>
    private const string OldLayers = "_layer_checkpoint_dependencies";

    /// <summary>Ours, which Keras does not look at: what random numbers go on from.</summary>
    private const string RandomStatePath = "receptive/random_state";

    public static bool IsLayoutOf(Hdf5Group root) =>
        root.Contains(Layers) || root.Contains(OldLayers) || root.Contains("optimizer") || root.Contains(Vars)
        || root.Names.Any(name => name.StartsWith($"{Layers}\\", StringComparison.Ordinal));

    public static H5File ToHdf5(ModelSnapshot model)
    {
        var file = new H5File();
        Hdf5Output.Group(file, Vars).Attributes["name"] = model.Name;
        WriteLayers(file, model.Layers);
        if (model.Optimizer.Count > 0)
        {
            H5Group optimizer = Hdf5Output.Group(file, $"optimizer/{Vars}");
            optimizer.Attributes["name"] = model.OptimizerName;
            WriteArrays(optimizer, model.Optimizer);
        }

        if (model.RandomState is { } state)
        {
            H5Group group = Hdf5Output.Group(file, RandomStatePath);
            for (int i = 0; i < state.Length; i++)
                Hdf5Output.Add(group, i.ToString(CultureInfo.InvariantCulture), ArraySlot.OfWhole("", state[i]));
        }

        return file;
    }

    public override long MostElements => root.CountElements();

    protected override Found Find(IReadOnlyList<LayerSlot> layers)
    {
        var found = new Found();
        Find(root, layers, found);
        return found;
    }

    public override IReadOnlyList<Hdf5Dataset>? FindOptimizer() =>
        root.FindGroup($"optimizer/{Vars}") is { } group && Datasets(group) is { Count: > 0 } datasets ? datasets : null;

    public override long[]? ReadRandomState() =>
        root.FindGroup(RandomStatePath) is { } group ? [.. Datasets(group).Select(dataset => dataset.ReadInt64())] : null;

    private static void WriteLayers(H5Group parent, IReadOnlyList<LayerSlot> layers)
    {
        var used = new Dictionary<string, int>();
        foreach (LayerSlot layer in layers)
        {
            H5Group group = Hdf5Output.Group(parent, $"{Layers}/{NextName(used, layer)}");
            H5Group vars = Hdf5Output.Group(group, Vars);
            vars.Attributes["name"] = layer.Name;
            WriteArrays(vars, layer.Arrays);
            if (layer.Layers.Count > 0) WriteLayers(group, layer.Layers);
        }
    }

    private static void WriteArrays(H5Group group, IReadOnlyList<ArraySlot> arrays)
    {
        for (int i = 0; i < arrays.Count; i++)
            Hdf5Output.Add(group, i.ToString(CultureInfo.InvariantCulture), arrays[i]);
    }

    // Keras numbers the layers of a class from the second on: conv2d, conv2d_1, conv2d_2.
    private static string NextName(Dictionary<string, int> used, LayerSlot layer)
    {
        string name = SnakeCase.From(layer.ClassName);
        int number = used[name] = used.TryGetValue(name, out int last) ? last + 1 : 0;
        return number == 0 ? name : $"{name}_{number.ToString(CultureInfo.InvariantCulture)}";
    }

    private static void Find(Hdf5Group parent, IReadOnlyList<LayerSlot> layers, Found found)
    {
        // The k-th layer of a class takes the k-th group of that class: the numbers may leave gaps (conv2d, conv2d_2).
        var groups = new Dictionary<string, Queue<string>>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (LayerSlot layer in layers)
        {
            string name = SnakeCase.From(layer.ClassName);
            if (!groups.TryGetValue(name, out Queue<string>? queue))
                groups.Add(name, queue = new Queue<string>(GroupsOf(parent, name)));
            Hdf5Group? group = queue.TryDequeue(out string? path) ? Open(parent, path) : null;
            if (path is not null) used.Add(path);
            found.Add(layer.Name, layer.Arrays, group?.FindGroup(Vars) is { } vars ? Datasets(vars) : []);
            if (layer.Layers.Count == 0) continue;
            if (group is null)
                FindNothing(layer.Layers, found);
            else
                Find(group, layer.Layers, found);
        }

        FindLeftovers(parent, used, found);
    }

    /// <summary>Adds what the file has beyond the model: a file of another model must not be taken silently.</summary>
    private static void FindLeftovers(Hdf5Group parent, HashSet<string> used, Found found)
    {
        if (parent.FindGroup(Layers) is not { } layers) return;
        foreach (string name in layers.Names.Where(name => !used.Contains($"{Layers}/{name}")))
        {
            if (layers.FindGroup(name)?.FindGroup(Vars) is { } vars && Datasets(vars) is { Count: > 0 } datasets && !datasets.All(IsSeed)) found.Add(name, null, datasets);
        }
    }

    /// <summary>Whether an array is the state of a seed generator, which some of Keras' layers keep.</summary>
    private static bool IsSeed(Hdf5Dataset dataset) => dataset.Shape is [2];

    private static void FindNothing(IReadOnlyList<LayerSlot> layers, Found found)
    {
        foreach (LayerSlot layer in layers)
        {
            found.Add(layer.Name, layer.Arrays, []);
            FindNothing(layer.Layers, found);
        }
    }

    /// <summary>The paths of the groups of a class, by number: below <c>layers</c>, or where older Keras put them.</summary>
    private static IEnumerable<string> GroupsOf(Hdf5Group parent, string className)
    {
        IEnumerable<(string Path, string Name)> candidates =
            parent.FindGroup(Layers) is { } layers ? layers.Names.Select(name => ($"{Layers}/{name}", name))
            : parent.FindGroup(OldLayers) is { } old ? old.Names.Select(name => ($"{OldLayers}/{name}", name))
            // Written on Windows by Keras 2.13 to 2.15: one root group with a backslash in its name.
            : parent.Names.Where(name => name.StartsWith($"{Layers}\\", StringComparison.Ordinal)).Select(name => (name, name[(Layers.Length + 1)..]));
        return candidates
            .Select(candidate => (candidate.Path, Number: NumberOf(candidate.Name, className)))
            .Where(candidate => candidate.Number >= 0)
            .OrderBy(candidate => candidate.Number)
            .Select(candidate => candidate.Path);
    }

    private static int NumberOf(string name, string className)
    {
        if (name == className) return 0;
        return name.StartsWith(className, StringComparison.Ordinal) && name.Length > className.Length + 1 && name[className.Length] == '_'
            && int.TryParse(name.AsSpan(className.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    private static Hdf5Group? Open(Hdf5Group parent, string path) =>
        path.Contains('\\', StringComparison.Ordinal) ? parent.Group(path) : parent.FindGroup(path);

    private static List<Hdf5Dataset> Datasets(Hdf5Group vars)
    {
        var datasets = new List<Hdf5Dataset>();
        for (int i = 0; vars.FindDataset(i.ToString(CultureInfo.InvariantCulture)) is { } dataset; i++)
            datasets.Add(dataset);
        return datasets;
    }
}
