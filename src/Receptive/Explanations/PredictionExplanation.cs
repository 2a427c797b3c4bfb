using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using Receptive.Pictures;
using Receptive.Terminal;

namespace Receptive.Explanations;

/// <summary>
/// One prediction explained: the probabilities of the classes, where in the image the network looked, and which pixels it
/// answers to. As text with <see cref="ToString"/>; as a picture with <c>Plot.Explanation</c>.
/// </summary>
/// <example><code>
/// PredictionExplanation explanation = PredictionExplanation.Of(model, image);
/// Console.Write(explanation);
/// Plot.Explanation(explanation).SavePng("why.png");
/// </code></example>
public sealed class PredictionExplanation
{
    private const int OtherClasses = 3;

    private static readonly string[] s_rows = ["upper", "middle", "lower"];
    private static readonly string[] s_columns = ["left", "middle", "right"];

    private PredictionExplanation(Picture image, IReadOnlyList<(string Name, float Probability)> classes, HeatMap? gradCam, HeatMap saliency) =>
        (Image, Classes, GradCam, Saliency) = (image, classes, gradCam, saliency);

    /// <summary>The image.</summary>
    public Picture Image { get; }

    /// <summary>The classes with the model's output for them, the largest first.</summary>
    public IReadOnlyList<(string Name, float Probability)> Classes { get; }

    /// <summary>Where in the image the network looked for the predicted class; null for a model without convolutions.</summary>
    public HeatMap? GradCam { get; }

    /// <summary>How much the predicted class's score changes with each pixel.</summary>
    public HeatMap Saliency { get; }

    /// <summary>Explains what a model predicts for an image.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="image">The image, as the model takes it.</param>
    /// <param name="classNames">What the classes are called; by default their numbers.</param>
    /// <exception cref="ArgumentException">The image has another number of pixels.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or takes no images.</exception>
    public static PredictionExplanation Of(Model model, ReadOnlySpan<float> image, IReadOnlyList<string>? classNames = null)
    {
        ModelTrace trace = ModelTrace.Of(model);
        trace.RequireImages();
        float[] output = new float[trace.Output.Shape.ElementsPerRow];
        model.Predict(image, output);
        int predicted = Math.Max(0, TensorPrimitives.IndexOfMax(output));
        HeatMap saliency = Explanations.Saliency.Of(model, image, predicted);
        HeatMap? gradCam = trace.HasConvolution ? Explanations.GradCam.Of(model, image, predicted) : null;
        return new PredictionExplanation(
            trace.PictureOf(image),
            [.. output.Index().OrderByDescending(pair => pair.Item).Select(pair => (Name(classNames, pair.Index), pair.Item))],
            gradCam, saliency);
    }

    /// <summary>The explanation in sentences, a line each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Classes[0].Name} ({Classes[0].Probability:0.00%})");
        if (Classes.Count > 1)
        {
            text.Append("; next come ").AppendJoin(", ", Classes.Skip(1).Take(OtherClasses).Select(other => string.Create(CultureInfo.InvariantCulture, $"{other.Name} ({other.Probability:0.00%})")));
            text.Append(".\n").Append(Classes[0].Probability switch
            {
                > 0.95f => "The network is sure.",
                > 0.7f => "The network is fairly sure.",
                _ when Classes[1].Probability > Classes[0].Probability / 2 => $"The network wavers between {Classes[0].Name} and {Classes[1].Name}.",
                _ => "The network is not sure.",
            });
        }

        text.Append('\n');
        if (GradCam is not null) text.Append(CultureInfo.InvariantCulture, $"Grad-CAM, from the layer {GradCam.Layer}: {(IsEmpty(GradCam) ? "nothing in the image speaks for this class." : "it looked at " + Places(GradCam.Resize(Image.Height, Image.Width)) + ".")}\n");
        text.Append(CultureInfo.InvariantCulture, $"Saliency: {(IsEmpty(Saliency) ? "no pixel changes the answer." : $"half of the effect comes from {ShareOfPixelsHolding(Saliency, 0.5):0%} of the pixels, at {Places(Saliency)}.")}\n");
        return text.ToString();
    }

    /// <summary>
    /// The image and beside it where the network looked, for a terminal: laid over the image where there is colour, by
    /// itself where there is none.
    /// </summary>
    /// <param name="style">What the terminal can show; by default <see cref="TerminalStyles.Detect()"/>.</param>
    /// <param name="maxWidth">The columns there are.</param>
    /// <returns>Lines that each end with a line feed.</returns>
    public string ToTerminal(TerminalStyle? style = null, int maxWidth = 120)
    {
        TerminalStyle shown = style ?? TerminalStyles.Detect();
        HeatMap map = (GradCam ?? Saliency).Resize(Image.Height, Image.Width);
        Picture beside = shown == TerminalStyle.Color
            ? Image.WithOverlay(map.Values, map.Height, map.Width)
            : Picture.FromFloats(map.Values, map.Height, map.Width, range: (0, 1));
        return TerminalImage.Render(Picture.Beside(Image, beside), shown, maxWidth);
    }

    private static bool IsEmpty(HeatMap map) => !map.Values.ContainsAnyExcept(0);

    /// <summary>The ninths of the image that hold the most, in words.</summary>
    private static string Places(HeatMap map)
    {
        var ninths = new List<(string Place, double Share)>();
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                int top = row * map.Height / 3, bottom = (row + 1) * map.Height / 3, left = column * map.Width / 3, right = (column + 1) * map.Width / 3;
                string place = (row, column) is (1, 1) ? "the middle" : $"the {s_rows[row]} {s_columns[column]}";
                ninths.Add((place, map.ShareWithin(top, left, bottom - top, right - left)));
            }
        }

        return string.Join(", ", ninths.OrderByDescending(ninth => ninth.Share).Take(3).Where(ninth => ninth.Share > 1.0 / 9)
            .Select(ninth => string.Create(CultureInfo.InvariantCulture, $"{ninth.Place} ({ninth.Share:0%})"))) is { Length: > 0 } places ? places : "all of the image alike";
    }

    private static double ShareOfPixelsHolding(HeatMap map, double part)
    {
        float[] values = map.Values.ToArray();
        Array.Sort(values);
        double wanted = values.Sum(value => (double)value) * part, sum = 0;
        int count = 0;
        while (sum < wanted) sum += values[^++count];
        return count / (double)values.Length;
    }

    private static string Name(IReadOnlyList<string>? names, int index) =>
        names is not null && index < names.Count ? names[index] : index.ToString(CultureInfo.InvariantCulture);
}
