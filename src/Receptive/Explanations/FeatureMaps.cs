using Receptive.Compiler;
using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>What a layer makes of one image.</summary>
public sealed class LayerOutput
{
    private readonly float[] _values;

    internal LayerOutput(string name, string className, Shape shape, float[] values, bool channelsFirst) =>
        (Name, ClassName, Shape, _values, ChannelsFirst) = (name, className, shape, values, channelsFirst);

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>What it is, such as <c>Conv2D</c>.</summary>
    public string ClassName { get; }

    /// <summary>The output's shape for one example.</summary>
    public Shape Shape { get; }

    /// <summary>All numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Whether there are maps: height, width and channels.</summary>
    public bool HasMaps => Shape.Rank == 3;

    /// <summary>How many maps there are; 0 if none.</summary>
    public int Maps => HasMaps ? Shape[ChannelsFirst ? 0 : 2] : 0;

    /// <summary>Rows of a map.</summary>
    public int Height => HasMaps ? Shape[ChannelsFirst ? 1 : 0] : 1;

    /// <summary>Numbers in a row of a map.</summary>
    public int Width => HasMaps ? Shape[ChannelsFirst ? 2 : 1] : _values.Length;

    private bool ChannelsFirst { get; }

    /// <summary>One map, row by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such map.</exception>
    public float[] Map(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Maps, nameof(channel));
        float[] map = new float[Height * Width];
        for (int i = 0; i < map.Length; i++) map[i] = _values[ChannelsFirst ? channel * map.Length + i : i * Maps + channel];
        return map;
    }
}

/// <summary>The outputs of all layers for one image.</summary>
public static class FeatureMaps
{
    /// <summary>Runs the model on one image and keeps what every layer made of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">The image, as the model takes it.</param>
    /// <exception cref="ArgumentException">The image has another number of pixels.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    /// <example><code>
    /// foreach (LayerOutput layer in FeatureMaps.Of(model, image)) Console.WriteLine($"{layer.Name}: {layer.Maps} maps");
    /// </code></example>
    public static IReadOnlyList<LayerOutput> Of(Model model, ReadOnlySpan<float> image)
    {
        ModelTrace trace = ModelTrace.Of(model);
        if (trace.Inputs.Count > 1) throw new InvalidOperationException($"The model '{model.Name}' takes {trace.Inputs.Count} inputs; feature maps are shown for models of one.");
        if (image.Length != trace.Input.Shape.ElementsPerRow)
            throw new ArgumentException($"The model takes one example of {trace.Input.Shape.WithoutBatch()}, {trace.Input.Shape.ElementsPerRow} numbers; got {image.Length}.", nameof(image));

        // Dropout and its like hand on what they got: the same tensor is computed once. A model that begins with such a
        // layer hands on the image itself.
        SymbolicTensor[] outputs = [.. trace.Layers.Select(traced => traced.Output).Where(output => !ReferenceEquals(output, trace.Input)).Distinct()];
        var results = new Dictionary<SymbolicTensor, float[]> { [trace.Input] = image.ToArray() };
        if (outputs.Length > 0)
        {
            var function = new GraphFunction("feature_maps", trace.Inputs, outputs, []);
            using Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 1, Threads = model.Threads });
            image.CopyTo(program.Input(0));
            program.Run(1);
            for (int i = 0; i < outputs.Length; i++) results[outputs[i]] = program.Output(i)[..(int)outputs[i].Shape.ElementsPerRow].ToArray();
        }

        return [.. trace.Layers.Select(traced => new LayerOutput(
            traced.Name, traced.Layer.ClassName, traced.Output.Shape.WithoutBatch(), results[traced.Output], trace.HeightDimension == 2))];
    }
}
