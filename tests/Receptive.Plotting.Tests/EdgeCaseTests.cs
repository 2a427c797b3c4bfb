using System.Globalization;
using System.Numerics.Tensors;
using System.Xml.Linq;
using Receptive.Callbacks;
using Receptive.Diagnostics;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Pictures;
using Receptive.Reports;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>Whatever a real run can produce is drawn, for desks and for phones, and what cannot be drawn is said.</summary>
public sealed class EdgeCaseTests
{
    private const string Long = "a name <of> a class & \"more\", which goes on and on and on and on and on";

    private static readonly Dictionary<string, Func<Figure>> s_drawn = new()
    {
        ["one epoch"] = () => History([0.5]),
        ["one epoch with validation"] = () => History([0.5], [0.4]),
        ["no validation"] = () => History([0.5, 0.4, 0.3]),
        ["NaN in between"] = () => History([0.5, double.NaN, 0.3], [0.4, 0.5, double.NaN]),
        ["NaN from the first on"] = () => History([double.NaN, double.NaN]),
        ["infinite"] = () => History([double.PositiveInfinity, double.NegativeInfinity, 1]),
        ["huge"] = () => History([3.4e38, 1e30, 1]),
        ["tiny"] = () => History([1e-30, 2e-38]),
        ["constant"] = () => History([0, 0, 0], [0, 0, 0]),
        ["constant but for rounding"] = () => History([2.302585092994046, 2.3025850929940455, 2.302585092994046]),
        ["a thousand epochs"] = () => History([.. Enumerable.Range(0, 1000).Select(i => 1.0 / (i + 1))]),
        ["many metrics"] = () => new HistoryFigure(ManyMetrics(40), [.. Enumerable.Range(0, 40).Select(i => $"metric_{i}")]),
        ["title of Korean and a minus sign"] = () => History([-1, -2], [-1.5, -2.5]) with { Title = "손실 −1, " + Long },
        ["one class"] = () => Plot.ConfusionMatrix(Matrix(1)),
        ["two classes"] = () => Plot.ConfusionMatrix(Matrix(2)),
        ["60 classes"] = () => Plot.ConfusionMatrix(Matrix(60)),
        ["61 classes of long names"] = () => Plot.ConfusionMatrix(Matrix(61, i => $"{i} {Long}")),
        ["100 Korean classes"] = () => Plot.ConfusionMatrix(Matrix(100, i => $"{i}번 손글씨 숫자의 아주 긴 이름")),
        ["400 classes"] = () => Plot.ConfusionMatrix(Matrix(400)),
        ["counts of millions"] = () => Plot.ConfusionMatrix(new ConfusionMatrix([.. Enumerable.Repeat(0, 1_500_000), 1], [.. Enumerable.Repeat(0, 1_500_000), 0])),
        ["all wrong"] = () => Plot.ConfusionMatrix(new ConfusionMatrix([0, 1], [1, 0])),
        ["never predicted"] = () => Plot.ClassScores(new ClassificationReport([0, 1], [0, 0])),
        ["scores of 1 only"] = () => Plot.ClassScores(new ClassificationReport([0, 1], [0, 1])),
        ["scores of one class"] = () => Plot.ClassScores(new ClassificationReport([0], [0])),
        ["scores of 800 long names"] = () => Plot.ClassScores(new ClassificationReport([.. Enumerable.Range(0, 800)], [.. Enumerable.Range(0, 800)], [.. Enumerable.Range(0, 800).Select(i => $"{i} {Long}")])),
        ["1x1 image"] = () => Plot.Image(Picture.FromFloats([0.5f], 1, 1)),
        ["1x1 fields"] = () => Plot.ReceptiveFields(Picture.FromFloats([0.5f], 1, 1), [new("conv2d", ReceptiveField.Pixel, 0, 0)]),
        ["colour"] = () => Plot.Images([new GridImage(Picture.FromFloats([.. Enumerable.Range(0, 8 * 8 * 3).Select(i => i / 192f)], 8, 8, 3), Long)]),
        ["very wide"] = () => Plot.Images([new GridImage(Picture.FromFloats(new float[2000], 1, 2000), "wide")]),
        ["very high"] = () => Plot.Images([new GridImage(Picture.FromFloats(new float[2000], 2000, 1), "high", IsWrong: true, Note: Long)]),
        ["wide fields"] = () => Plot.ReceptiveFields(Picture.FromFloats(new float[300], 3, 100), [new(Long, ReceptiveField.Pixel.Through(new FieldWindow(3)), 0, 0)]),
        ["pixels of NaN"] = () => Plot.Image(Picture.FromFloats([float.NaN, 1, 0, float.PositiveInfinity], 2, 2)),
        ["no time"] = () => Plot.LayerTimes([new("conv2d", 0, 0), new("dense", 0, 0)]),
        ["times far apart"] = () => Plot.LayerTimes([new(Long, 3600, 1), new("dense", 1e-9, 0)]),
        ["500 layers"] = () => Plot.LayerTimes([.. Enumerable.Range(0, 500).Select(i => new LayerTime($"layer_{i}", i, i))]),
        ["connections of nothing"] = () => Plot.Connections([("flat", ConnectionComparison.Of([1, 1, 1], [1, 1, 1], 1, 1))]),
        ["diagram of 200 layers"] = () => new ModelDiagramFigure([.. Enumerable.Range(0, 200).Select(i => new DiagramBlock($"{Long} {i}", Long, i < 150 ? [1, 1, 1_000_000] : [1_000_000], long.MaxValue, i == 0 ? [] : [i - 1]))]),
        ["diagram of one layer"] = () => new ModelDiagramFigure([new DiagramBlock("input", "Input", [1], 0, [])]),
        ["curve of powers, all alike"] = () => Curves(1e-3, 1e-3),
        ["curve of powers with 0 and NaN"] = () => Curves(0, double.NaN, 1e-12, double.PositiveInfinity),
        ["curve of powers with nothing above 0"] = () => Curves(0, 0),
        ["explanation by a model of NaN"] = () => Plot.Explanation(Diverged(), new float[64]),
        ["20 curves"] = () => new CurvesFigure([.. Enumerable.Range(0, 20).Select(i => ($"{Long} {i}", (IReadOnlyList<(double, double)>)[(1, i), (2, i * 2)]))]),
    };

    private static readonly Dictionary<string, (Action Act, string Message)> s_refused = new()
    {
        ["no images"] = (() => Plot.Images([]), "at least one image"),
        ["no heat maps"] = (() => Plot.HeatMaps([]), "at least one image"),
        ["no predictions"] = (() => Plot.Predictions(Samples.Digits(2), [0]), "predictions for 1"),
        ["no labels for some"] = (() => Plot.Predictions(Samples.Digits(2), [0, 0], [1]), "labels for 1"),
        ["no mistakes"] = (() => Plot.WorstMistakes(Samples.Digits(1), Tensor.Create(new[] { 1f, 0 }, [1, 2]), [0]), "every prediction is right"),
        ["no classes"] = (() => Plot.ClassScores(new ClassificationReport([], [])), "at least one label"),
        ["no matrix"] = (() => Plot.ConfusionMatrix(new ConfusionMatrix([], [])), "at least one label"),
        ["no fields"] = (() => Plot.ReceptiveFields(Samples.Digit(1), []), "no fields"),
        ["no layers"] = (() => Plot.Connections([]), "no layer to compare"),
        ["no times"] = (() => Plot.LayerTimes([]), "list of times is empty"),
        ["no maps"] = (() => Plot.FeatureMaps([]), "None of the layers has maps"),
        ["no epochs"] = (() => Plot.History(new History()), "no epoch has ended yet"),
        ["no variants"] = (() => Plot.Augmentation([Samples.Digit(0)], [[]]), "at least one"),
        ["no kernels"] = (() => Plot.Convolution(Samples.DigitPixels(0), 28, 28, 0, 0, []), "no convolution"),
        ["as a PDF"] = (() => Plot.Image(Samples.Digit(0)).Save("picture.pdf"), ".png or .svg"),
        ["too small"] = (() => Plot.Image(Samples.Digit(0)).ToPng(3), "16 to 20000 pixels"),
        ["too large"] = (() => Plot.Image(Samples.Digit(0)).ToPng(20_000), "16 to 20000 pixels"),
    };

    public static TheoryData<string> Drawn => [.. s_drawn.Keys, .. Samples.Figures.Keys];

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    [Theory]
    [MemberData(nameof(Drawn))]
    public void Is_drawn(string name)
    {
        Figure figure = (s_drawn.TryGetValue(name, out Func<Figure>? make) ? make : Samples.Figures[name])();
        foreach (Figure form in (Figure[])[figure, figure with { Narrow = true }, figure with { Title = "제목 " + Long }])
        {
            XElement svg = XElement.Parse(form.ToSvg());
            (double width, double height) = (Number(svg, "width"), Number(svg, "height"));
            Assert.InRange(width, 16, 40_000);
            Assert.NotEmpty(form.Description);
            Assert.DoesNotContain("NaN", form.Description, StringComparison.Ordinal);
            foreach (XElement element in svg.Descendants())
            {
                foreach (XAttribute attribute in element.Attributes().Where(a => a.Name.LocalName is not ("aria-label" or "data-name" or "href")))
                    Assert.DoesNotMatch("NaN|Infinity|∞", attribute.Value);
                foreach (string size in (string[])["width", "height", "r", "font-size"])
                {
                    if (element.Attribute(size) is { Value: not "100%" }) Assert.True(Number(element, size) >= 0, element.ToString());
                }

                if (element.Name.LocalName == "text" && element.Attribute("transform") is null) AssertInside(element, width, height);
            }

            Assert.NotEmpty(form.ToPng(scale: 0.25));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused_with_what_to_do(string name) =>
        Assert.Contains(s_refused[name].Message, Assert.ThrowsAny<ArgumentException>(s_refused[name].Act).Message, StringComparison.Ordinal);

    [Fact]
    public void Report_of_a_diverged_model_is_made()
    {
        string html = TrainingReport.ToHtml(Trained.Data with
        {
            Model = Diverged(),
            Health = null,
            TestImages = Tensor.Create(new float[20 * 64], [20, 8, 8, 1]),
            TestLabels = [.. Enumerable.Range(0, 20).Select(i => i % 3)],
            TestLoss = double.NaN,
            ClassNames = null,
        });
        Assert.Contains("<section id=\"gradcam\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(width|height|x|y|r|points|d)=\"[^\"]*NaN", html);
    }

    /// <summary>Words end where the picture does, or are cut.</summary>
    private static void AssertInside(XElement text, double width, double height)
    {
        double length = FontBook.Measure(text.Value, Number(text, "font-size"), text.Attribute("font-weight") is not null), x = Number(text, "x");
        double left = text.Attribute("text-anchor")?.Value switch { "middle" => x - length / 2, "end" => x - length, _ => x };
        Assert.True(left >= -1 && left + length <= width + 1, $"'{text.Value}' goes from {left:0} to {left + length:0} of {width}");
        Assert.InRange(Number(text, "y"), 0, height + 1);
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static HistoryFigure History(double[] loss, double[]? validation = null)
    {
        var log = new TrainingLog();
        for (int i = 0; i < loss.Length; i++)
            log.Add(i, validation is null ? [new("loss", loss[i])] : [new("loss", loss[i]), new("val_loss", validation[i])]);
        return new HistoryFigure(log, ["loss"]);
    }

    private static TrainingLog ManyMetrics(int count)
    {
        var log = new TrainingLog();
        for (int i = 0; i < 3; i++) log.Add(i, Enumerable.Range(0, count).Select(m => new KeyValuePair<string, double>($"metric_{m}", m + i)));
        return log;
    }

    private static CurvesFigure Curves(params double[] values) =>
        new([("dense", [.. values.Select((value, i) => (i + 1.0, value))])]) { Logarithmic = true, Percent = true };

    private static ConfusionMatrix Matrix(int classes, Func<int, string>? name = null)
    {
        int[] truth = [.. Enumerable.Range(0, classes * 30).Select(i => i % classes)];
        int[] predicted = [.. truth.Select((label, i) => i % 7 == 0 ? (label + 1) % classes : label)];
        return new ConfusionMatrix(truth, predicted, name is null ? null : [.. Enumerable.Range(0, classes).Select(name)]);
    }

    /// <summary>A model after a training that went wrong: its weights are no numbers any more.</summary>
    private static Sequential Diverged()
    {
        Sequential model = [new Conv2D(2, kernelSize: 3, activation: "relu") { InputShape = [8, 8, 1] }, new Flatten(), new Dense(3, activation: "softmax")];
        foreach (Graph.Variable weight in model.TrainableWeights) weight.Update(values => values.Fill(float.NaN));
        return model;
    }
}
