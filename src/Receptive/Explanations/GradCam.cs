using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Explanations;

/// <summary>
/// Which parts of an image speak for a class: the feature maps of a convolution, each weighted by how much the class's
/// score grows with it, what speaks against left out.
/// </summary>
/// <remarks>Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, ICCV 2017.</remarks>
public static class GradCam
{
    /// <summary>Explains the prediction for one image.</summary>
    /// <param name="model">A model with convolutions.</param>
    /// <param name="image">The image, as the model takes it.</param>
    /// <param name="classIndex">The class; by default the one predicted.</param>
    /// <param name="layer">The layer whose maps are weighted; by default the last convolution.</param>
    /// <returns>A map of the layer's size; <see cref="HeatMap.Resize"/> or <c>Picture.WithOverlay</c> stretches it over the image.</returns>
    /// <exception cref="ArgumentException">The image has another number of pixels, or the layer's output is no maps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="InvalidOperationException">The model has no convolution, or does not know its input's shape yet.</exception>
    /// <example><code>
    /// HeatMap map = GradCam.Of(model, image);
    /// Picture seen = Picture.FromFloats(image, 28, 28).WithOverlay(map.Values, map.Height, map.Width);
    /// </code></example>
    public static HeatMap Of(Model model, ReadOnlySpan<float> image, int? classIndex = null, string? layer = null)
    {
        ModelTrace trace = ModelTrace.Of(model);
        TracedLayer traced = layer is not null ? trace[layer] : LastConvolution(trace);
        Shape shape = traced.Output.Shape;
        if (shape.Rank != 4)
            throw new ArgumentException($"Grad-CAM weights maps of (batch, height, width, channels), but the layer '{traced.Layer.Name}' gives {shape}. Choose a convolution or pooling.", nameof(layer));

        using var function = new GradientFunction(trace.Input, trace.Scores, [traced.Output], [traced.Output, trace.Output]);
        ClassScore.Run(function, model, image, ref classIndex, outputIndex: 1, out float probability);
        ReadOnlySpan<float> maps = function.Value(0), gradient = function.Gradient(0);
        bool channelsFirst = trace.HeightDimension == 2;
        int height = shape[trace.HeightDimension], width = shape[trace.HeightDimension + 1], channels = shape[channelsFirst ? 1 : 3];

        float[] map = new float[height * width];
        for (int c = 0; c < channels; c++)
        {
            float weight = 0;
            for (int place = 0; place < map.Length; place++) weight += gradient[At(place, c)];
            weight /= map.Length;
            for (int place = 0; place < map.Length; place++) map[place] += weight * maps[At(place, c)];
        }

        TensorPrimitives.Max(map, 0, map);
        return new HeatMap(HeatMap.Normalised(map), height, width) { ClassIndex = classIndex!.Value, Probability = probability, Layer = traced.Layer.Name };

        int At(int place, int channel) => channelsFirst ? channel * map.Length + place : place * channels + channel;
    }

    private static TracedLayer LastConvolution(ModelTrace trace) => trace.Layers.LastOrDefault(traced => traced.Layer is Convolution)
        ?? trace.Layers.LastOrDefault(traced => traced.Output.Shape.Rank == 4)
        ?? throw new InvalidOperationException($"The model '{trace.Model.Name}' has no convolution: there are no maps to weight. Saliency works for any model.");
}
