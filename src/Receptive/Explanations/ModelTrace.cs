using Receptive.Graph;
using Receptive.Layers;
using Receptive.Reports;

namespace Receptive.Explanations;

/// <summary>A layer of a traced model with the tensors before and after it.</summary>
internal sealed record TracedLayer(Layer Layer, SymbolicTensor Input, SymbolicTensor Output);

/// <summary>
/// A model as the graph it predicts with, and where its layers are in it. Blocks of layers inside are opened, so that
/// every single layer is there.
/// </summary>
internal sealed class ModelTrace
{
    private ModelTrace(Model model, SymbolicTensor input, SymbolicTensor output, IReadOnlyList<TracedLayer> layers)
    {
        (Model, Input, Output, Layers) = (model, input, output, layers);
        bool channelsFirst = layers.Any(traced => traced.Layer is Conv2D { DataFormat: ImageLayout.ChannelsFirst } or MaxPooling2D { DataFormat: ImageLayout.ChannelsFirst });
        HeightDimension = channelsFirst ? 2 : 1;
    }

    public Model Model { get; }

    /// <summary>The examples.</summary>
    public SymbolicTensor Input { get; }

    /// <summary>What the model predicts.</summary>
    public SymbolicTensor Output { get; }

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
        if (model.BuiltInputShape is not { } shape)
            throw new InvalidOperationException($"The model '{model.Name}' does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor, or Fit.");
        using Tracing tracing = Tracing.Begin();
        SymbolicTensor input = Ops.Placeholder(shape, "x");
        var layers = new List<TracedLayer>();
        SymbolicTensor output = Apply(model, input, layers);
        return new ModelTrace(model, input, output, layers);
    }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TracedLayer this[string name] => Layers.FirstOrDefault(traced => traced.Layer.Name == name)
        ?? throw new KeyNotFoundException($"The model has no layer '{name}'. It has: {string.Join(", ", Layers.Select(traced => traced.Layer.Name))}.");

    /// <summary>The receptive field of every tensor that depends on the image.</summary>
    /// <exception cref="InvalidOperationException">The model's input is no image.</exception>
    public Dictionary<SymbolicTensor, TensorField> Fields()
    {
        RequireImages();
        return FieldRules.Trace(Input, [Output, .. Layers.Select(traced => traced.Output)], HeightDimension, HeightDimension + 1);
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

    public bool HasConvolution => Layers.Any(traced => traced.Layer is Conv2D);

    public bool TakesImages => Input.Shape.Rank == 4;

    public void RequireImages()
    {
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

    private static SymbolicTensor Apply(Model model, SymbolicTensor input, List<TracedLayer> layers)
    {
        if (model is not Sequential)
        {
            // A model of one's own composes its layers as it likes; where they are in the graph their labels say.
            SymbolicTensor result = model.Apply(input);
            Dictionary<string, Layer> byName = model.Layers.ToDictionary(layer => layer.Name);
            foreach (SymbolicTensor tensor in Traversal.InOrder([result]))
            {
                if (tensor.Label is { } label && byName.Remove(label, out Layer? layer))
                    layers.Add(new TracedLayer(layer, tensor.Inputs.Count > 0 ? tensor.Inputs[0] : tensor, tensor));
            }

            return result;
        }

        SymbolicTensor x = input;
        foreach (Layer layer in model.Layers)
        {
            SymbolicTensor before = x;
            if (layer is Model inner)
            {
                x = Apply(inner, x, layers);
                continue;
            }

            x = layer.Apply(x);
            layers.Add(new TracedLayer(layer, before, x));
        }

        return x;
    }
}
