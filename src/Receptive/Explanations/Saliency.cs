namespace Receptive.Explanations;

/// <summary>Which pixels of an image a class's score would answer to most: the size of the gradient at each.</summary>
/// <remarks>Source: Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2013.</remarks>
public static class Saliency
{
    /// <summary>Explains the prediction for one image.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="image">The image, as the model takes it.</param>
    /// <param name="classIndex">The class; by default the one predicted.</param>
    /// <returns>A map of the image's size: the largest of the gradient's channels at each pixel.</returns>
    /// <exception cref="ArgumentException">The image has another number of pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or its input is no image.</exception>
    public static HeatMap Of(Model model, ReadOnlySpan<float> image, int? classIndex = null)
    {
        ModelTrace trace = ModelTrace.Of(model);
        trace.RequireImages();
        using var function = new GradientFunction(trace.Input, trace.Scores, [trace.Input], [trace.Output]);
        ClassScore.Run(function, model, image, ref classIndex, outputIndex: 0, out float probability);
        float[] map = trace.OverChannels(function.Gradient(0), (largest, value) => Math.Max(largest, Math.Abs(value)));
        return new HeatMap(HeatMap.Normalised(map), trace.ImageHeight, trace.ImageWidth) { ClassIndex = classIndex!.Value, Probability = probability, Layer = trace.Layers[0].Layer.Name };
    }
}
