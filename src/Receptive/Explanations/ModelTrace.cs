using Receptive.Graph;
using Receptive.Layers;
using Receptive.Pictures;

namespace Receptive.Explanations;

/// <summary>
/// A model as the graph it predicts with, and where its layers are in it. Models inside are opened, so that every single
/// layer is there; a layer that is called several times is there as often.
/// </summary>
internal sealed class ModelTrace
{
    private ModelTrace(Model model, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, IReadOnlyList<TracedLayer> layers)
    {
        (Model, Inputs, Outputs, Layers) = (model, inputs, outputs, layers);
        Input = inputs.FirstOrDefault(input => input.Shape.Rank == 4) ?? inputs[0];
        HeightDimension = layers.Any(traced => traced.Layer is Convolution { DataFormat: ImageLayout.ChannelsFirst } or Pooling { DataFormat: ImageLayout.ChannelsFirst }) ? 2 : 1;
    }

    public Model Model { get; }

    /// <summary>All that goes in.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    /// <summary>All that comes out.</summary>
    public IReadOnlyList<SymbolicTensor> Outputs { get; }

    /// <summary>The examples; of several inputs the first that takes images.</summary>
    public SymbolicTensor Input { get; }

    /// <summary>What the model predicts; of several outputs the first.</summary>
    public SymbolicTensor Output => Outputs[0];

    /// <summary>The layers in the order in which they are applied.</summary>
    public IReadOnlyList<TracedLayer> Layers { get; }

    /// <summary>Which dimension of images runs down; the next runs across.</summary>
    public int HeightDimension { get; }

    /// <summary>
    /// The output before softmax or a sigmoid: the score of each class. Its gradient says what speaks for a class, where
    /// that of a probability near 1 is next to nothing.
    /// </summary>
    public SymbolicTensor Scores => Output.Op is SoftmaxOp || Output.Op == ElementwiseOps.Sigmoid ? Output.Inputs[0] : Output;

    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static ModelTrace Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.BuiltInputShapes is not { } shapes)
            throw new InvalidOperationException($"The model '{model.Name}' does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor, or Fit.");
        SymbolicTensor[] inputs = [.. shapes.Select((shape, i) => Ops.Placeholder(shape, shapes.Count == 1 ? "x" : $"x{i}"))];
        var context = new CallContext(training: false);
        IReadOnlyList<SymbolicTensor> outputs;
        lock (model.TracingLock) outputs = model.Apply(inputs, context);
        return new ModelTrace(model, inputs, outputs, [.. context.Applications.Where(traced => traced.Layer is not Receptive.Model && traced.Owners.All(owner => owner is Receptive.Model))]);
    }

    /// <summary>The layer of a name; one inside another model may be named with it, <c>encoder/conv2d</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TracedLayer this[string name] => Layers.FirstOrDefault(traced => traced.Name == name) ?? Layers.FirstOrDefault(traced => traced.Layer.Name == name)
        ?? throw new KeyNotFoundException($"The model has no layer '{name}'. It has: {string.Join(", ", Layers.Select(traced => traced.Name))}.");

    /// <summary>The receptive field of every tensor that depends on the image.</summary>
    /// <exception cref="InvalidOperationException">The model's input is no image.</exception>
    public Dictionary<SymbolicTensor, TensorField> Fields()
    {
        RequireImages();
        return FieldRules.Trace(Input, [.. Outputs, .. Layers.Select(traced => traced.Output)], HeightDimension, HeightDimension + 1);
    }

    public int ImageHeight => Input.Shape[HeightDimension];

    public int ImageWidth => Input.Shape[HeightDimension + 1];

    public int ImageChannels => Input.Shape[HeightDimension == 1 ? 3 : 1];

    /// <summary>An example as a picture, whichever way round its channels are; only the first three channels can be seen.</summary>
    public Picture PictureOf(ReadOnlySpan<float> image)
    {
        int height = ImageHeight, width = ImageWidth, channels = ImageChannels, shown = channels >= 3 ? 3 : 1;
        float[] pixels = new float[height * width * shown];
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            for (int c = 0; c < shown; c++) pixels[pixel * shown + c] = image[HeightDimension == 1 ? pixel * channels + c : c * height * width + pixel];
        }

        return Picture.FromFloats(pixels, height, width, shown);
    }

    public bool HasConvolution => Layers.Any(traced => traced.Layer is Convolution);

    public bool TakesImages => Input.Shape.Rank == 4;

    public void RequireImages()
    {
        if (Inputs.Count > 1)
            throw new InvalidOperationException($"The model '{Model.Name}' takes {Inputs.Count} inputs; pictures inside are shown for models of one input.");
        if (!TakesImages)
            throw new InvalidOperationException($"The model '{Model.Name}' takes {Input.Shape}, which are no images of (batch, height, width, channels): there is nothing to see in it.");
    }

    /// <summary>The largest over the channels of |values| at each pixel, for one example of the input's shape.</summary>
    public float[] OverChannels(ReadOnlySpan<float> values, Func<float, float, float> join)
    {
        int height = ImageHeight, width = ImageWidth, channels = ImageChannels;
        float[] map = new float[height * width];
        for (int pixel = 0; pixel < map.Length; pixel++)
        {
            for (int c = 0; c < channels; c++)
                map[pixel] = join(map[pixel], values[HeightDimension == 1 ? pixel * channels + c : c * map.Length + pixel]);
        }

        return map;
    }
}
