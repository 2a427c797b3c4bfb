using PureHDF;
using Receptive.Saving.Hdf5;

namespace Receptive.Saving.Legacy;

/// <summary>
/// The layout of Keras' older `.h5` files: a group for each layer by its name, listed in the attribute
/// <c>layer_names</c>, each with its arrays listed in <c>weight_names</c>. In a whole model it lies under
/// <c>model_weights</c>, in a file of weights alone at the root.
/// </summary>
/// <param name="weights">The group that lists the layers.</param>
/// <param name="root">The file's root, where the optimizer's arrays are.</param>
internal sealed class LegacyWeights(Hdf5Group weights, Hdf5Group root) : WeightSource
{
    private const string LayerNames = "layer_names";
    private const string WeightNames = "weight_names";
    private const string ModelWeights = "model_weights";
    private const string OptimizerWeights = "optimizer_weights";
    private const string TopLevel = "top_level_model_weights";
    private const string RandomState = "receptive_random_state";

    /// <summary>An attribute may not take more than this in HDF5's older format; longer lists are divided into several.</summary>
    private const int AttributeLimit = 64512;

    public static LegacyWeights? Find(Hdf5Group root)
    {
        if (root.FindGroup(ModelWeights) is { } weights) return new LegacyWeights(weights, root);
        return HasStrings(root, LayerNames) ? new LegacyWeights(root, root) : null;
    }

    /// <summary>A whole model, as Keras' <c>model.save("name.h5")</c> lays it out.</summary>
    public static H5File ToHdf5(ModelSnapshot model, string modelConfig, string? trainingConfig)
    {
        var file = new H5File();
        file.Attributes["keras_version"] = KerasFormat.Version;
        file.Attributes["backend"] = KerasFormat.Backend;
        file.Attributes["model_config"] = modelConfig;
        if (trainingConfig is not null) file.Attributes["training_config"] = trainingConfig;
        if (model.RandomState is { } state)
            file.Attributes[RandomState] = Array.ConvertAll(state, number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteLayers(Hdf5Output.Group(file, ModelWeights), model);
        if (model.Optimizer.Count > 0)
            WriteArrays(Hdf5Output.Group(file, OptimizerWeights), model.Optimizer, array => $"{model.OptimizerName}/{array.Path}");
        return file;
    }

    /// <summary>Weights alone, as Keras 2's <c>model.save_weights("name.h5")</c> lays them out.</summary>
    public static H5File WeightsToHdf5(ModelSnapshot model)
    {
        var file = new H5File();
        WriteLayers(file, model);
        return file;
    }

    public override IReadOnlyList<Hdf5Dataset>? FindOptimizer() =>
        root.FindGroup(OptimizerWeights) is { } group && Datasets(group) is { Count: > 0 } datasets ? datasets : null;

    public override long[]? ReadRandomState()
    {
        if (!root.Attributes.TryGetValue(RandomState, out Hdf5Attribute? attribute)) return null;
        return Array.ConvertAll(attribute.Texts(), text => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new InvalidDataException($"The attribute '{RandomState}' holds '{text}' where a number belongs."));
    }

    public override long MostElements => weights.CountElements();

    // As Keras does: the layers that have arrays are taken in order, whatever their names.
    protected override Found Find(IReadOnlyList<LayerSlot> layers)
    {
        var found = new Found();
        var stored = new Queue<(string Name, List<Hdf5Dataset> Arrays)>();
        foreach (string name in Strings(weights, LayerNames))
        {
            if (Datasets(weights.Group(name)) is { Count: > 0 } arrays) stored.Enqueue((name, arrays));
        }

        foreach (LayerSlot layer in layers)
        {
            IReadOnlyList<ArraySlot> expected = layer.AllArrays();
            if (expected.Count > 0)
                found.Add(layer.Name, expected, stored.TryDequeue(out (string Name, List<Hdf5Dataset> Arrays) next) ? next.Arrays : []);
        }

        foreach ((string name, List<Hdf5Dataset> arrays) in stored)
            found.Add(name, null, arrays);
        return found;
    }

    private static void WriteLayers(H5Group group, ModelSnapshot model)
    {
        SetStrings(group, LayerNames, [.. model.Layers.Select(layer => layer.Name)]);
        group.Attributes["backend"] = KerasFormat.Backend;
        group.Attributes["keras_version"] = KerasFormat.Version;
        foreach (LayerSlot layer in model.Layers.OrderBy(layer => layer.Name, StringComparer.Ordinal))
            WriteArrays(Hdf5Output.Group(group, layer.Name), layer.AllArrays(), array => $"{model.Name}/{array.Path}");
        SetStrings(Hdf5Output.Group(group, TopLevel), WeightNames, []);
    }

    private static void WriteArrays(H5Group group, IReadOnlyList<ArraySlot> arrays, Func<ArraySlot, string> nameOf)
    {
        SetStrings(group, WeightNames, [.. arrays.Select(nameOf)]);
        foreach (ArraySlot array in arrays)
            Hdf5Output.Add(group, nameOf(array), array);
    }

    private static void SetStrings(H5Group group, string name, IReadOnlyList<string> texts)
    {
        // A string takes 16 bytes of the attribute here, its characters lying elsewhere; other readers may count those too.
        int bytes = texts.Count == 0 ? 0 : texts.Count * texts.Max(text => System.Text.Encoding.UTF8.GetByteCount(text) + 16);
        int parts = (bytes + AttributeLimit - 1) / AttributeLimit;
        if (parts <= 1)
        {
            Hdf5Output.SetStrings(group, name, texts);
            return;
        }

        int part = 0;
        foreach (string[] some in texts.Chunk((texts.Count + parts - 1) / parts))
            Hdf5Output.SetStrings(group, $"{name}{part++}", some);
    }

    private static bool HasStrings(Hdf5Group group, string name) => group.Attributes.ContainsKey(name) || group.Attributes.ContainsKey($"{name}0");

    /// <summary>The strings of an attribute, or of its parts <c>name0</c>, <c>name1</c>...</summary>
    private static List<string> Strings(Hdf5Group group, string name)
    {
        if (group.Attributes.TryGetValue(name, out Hdf5Attribute? whole)) return [.. whole.Texts()];
        if (!group.Attributes.ContainsKey($"{name}0"))
            throw new InvalidDataException($"'{group.Path}' has no attribute '{name}': this HDF5 file is no Keras model.");
        var texts = new List<string>();
        for (int part = 0; group.Attributes.TryGetValue($"{name}{part}", out Hdf5Attribute? attribute); part++)
            texts.AddRange(attribute.Texts());
        return texts;
    }

    private static List<Hdf5Dataset> Datasets(Hdf5Group group) => [.. Strings(group, WeightNames).Select(group.Dataset)];
}
