using Receptive.Graph;
using Receptive.Saving.Hdf5;

namespace Receptive.Saving;

/// <summary>
/// One array of a file, of a layer or of an optimizer. Its values are filled by the model that is written or by the
/// file that is read.
/// </summary>
/// <param name="name">Its name in its owner, such as <c>kernel</c>.</param>
/// <param name="shape">Its dimensions; none for a scalar.</param>
internal sealed class ArraySlot(string name, int[] shape)
{
    private Hdf5Dataset? _dataset;

    public string Name { get; } = name;

    public int[] Shape { get; } = shape;

    /// <summary>Whether <see cref="Values"/> stay null, and the values are read when they are copied.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Its place in the model, such as <c>features/conv2d/kernel</c>.</summary>
    public string Path { get; init; } = name;

    /// <summary>Whether training changes it by its gradient; the older format puts the others last.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>The floats, row by row; null while nothing was read.</summary>
    public float[]? Values { get; set; }

    /// <summary>A whole number in place of floats: an optimizer's step count, which Keras keeps as an int64.</summary>
    public long? Whole { get; set; }

    /// <summary>Whether the array is a whole number and not floats.</summary>
    public bool IsWhole { get; init; }

    public int Elements => Hdf5Dataspace.Elements(Shape);

    public static ArraySlot Of(string name, int[] shape, ReadOnlySpan<float> values, bool trainable = true) =>
        new(name, shape) { Values = values.ToArray(), Trainable = trainable };

    public static ArraySlot OfWhole(string name, long value) => new(name, []) { Whole = value, IsWhole = true };

    /// <summary>Gives the values to a variable.</summary>
    public void CopyTo(Variable variable)
    {
        if (_dataset is { } dataset && IsDirect) variable.Assign(dataset.Read);
        else variable.Assign(Values);
    }

    /// <summary>Takes the values out of a dataset of the same shape.</summary>
    public void ReadFrom(Hdf5Dataset dataset)
    {
        if (IsWhole)
        {
            Whole = dataset.ReadInt64();
            return;
        }

        dataset.CheckPresent();
        _dataset = dataset;
        if (IsDirect) return;
        float[] values = new float[Elements];
        dataset.Read(values);
        Values = values;
    }
}

/// <summary>A layer as files know it: its name, its class, its own arrays in Keras' order, and the layers inside it.</summary>
/// <param name="name">The layer's name.</param>
/// <param name="className">Keras' class name, such as <c>MaxPooling2D</c>.</param>
internal sealed class LayerSlot(string name, string className)
{
    public string Name { get; } = name;

    public string ClassName { get; } = className;

    public List<ArraySlot> Arrays { get; } = [];

    /// <summary>The layers of a model that is used as a layer.</summary>
    public List<LayerSlot> Layers { get; } = [];

    /// <summary>The arrays of this layer and of all inside it: those that can be trained first, as the older format has them.</summary>
    public IReadOnlyList<ArraySlot> AllArrays() => [.. Flat().OrderBy(array => array.Trainable ? 0 : 1)];

    private IEnumerable<ArraySlot> Flat() => Arrays.Concat(Layers.SelectMany(layer => layer.Flat()));
}

/// <summary>Everything that a model file holds, on its way from a model into a file.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Config">The model in Keras' JSON: class_name, config, build_config.</param>
/// <param name="CompileConfig">Optimizer, loss and metrics in Keras' JSON, or null if it was never compiled.</param>
/// <param name="Layers">The layers in the model's order, with their values.</param>
/// <param name="OptimizerName">Such as <c>adam</c>.</param>
/// <param name="Optimizer">The optimizer's state in Keras' order, or none.</param>
/// <param name="RandomState">What the model's random numbers go on from; null where there is nothing to go on.</param>
internal sealed record ModelSnapshot(
    string Name,
    System.Text.Json.Nodes.JsonObject Config,
    System.Text.Json.Nodes.JsonObject? CompileConfig,
    IReadOnlyList<LayerSlot> Layers,
    string OptimizerName,
    IReadOnlyList<ArraySlot> Optimizer,
    long[]? RandomState);
