using System.Xml.Linq;
using Receptive.Callbacks;
using SkiaSharp;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>What all figures have in common, and what each contains.</summary>
public sealed class FigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. Samples.Figures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Png_has_the_size_asked_for(string name)
    {
        Figure figure = Samples.Figures[name]();
        using SKBitmap asked = Pixels.Decode(figure.ToPng(640, 480, scale: 1));
        Assert.Equal((640, 480), (asked.Width, asked.Height));

        (int width, int height) = figure.NaturalSize;
        using SKBitmap natural = Pixels.Decode(figure.ToPng());
        Assert.Equal((width * 2, height * 2), (natural.Width, natural.Height));

        using SKBitmap proportional = Pixels.Decode(figure.ToPng(width: width / 2, scale: 1));
        Assert.Equal(width / 2, proportional.Width);
        Assert.Equal((double)height / width, (double)proportional.Height / proportional.Width, 0.02);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_is_well_formed_and_says_what_it_shows(string name)
    {
        Figure figure = Samples.Figures[name]();
        XElement svg = Parse(figure.ToSvg());
        (int width, int height) = figure.NaturalSize;
        Assert.Equal($"0 0 {width} {height}", svg.Attribute("viewBox")!.Value);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Contains(figure.Description, svg.Attribute("aria-label")!.Value, StringComparison.Ordinal);
        Assert.NotEmpty(svg.Descendants(s_svg + "g"));
        Assert.DoesNotContain(svg.Descendants(), element => element.Attributes().Any(a => a.Name.LocalName == "href" && !a.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dark_figures_have_a_dark_ground_and_light_ones_a_light(string name)
    {
        Figure figure = Samples.Figures[name]();
        // What is dark by itself stays so.
        if (name.EndsWith("-dark", StringComparison.Ordinal)) return;
        using SKBitmap light = Pixels.Decode(figure.ToPng(scale: 0.5));
        using SKBitmap dark = Pixels.Decode((figure with { Theme = Theme.Dark }).ToPng(scale: 0.5));
        Assert.Equal(SKColors.White, light.GetPixel(0, 0));
        Assert.Equal(SKColor.Parse(Theme.Dark.Background), dark.GetPixel(0, 0));
    }

    [Fact]
    public void History_has_a_series_for_training_and_one_for_validation_with_a_dot_an_epoch()
    {
        XElement svg = Parse(new HistoryFigure(Samples.Log(12), ["loss"]).ToSvg());
        XElement[] series = [.. Groups(svg, "series")];
        Assert.Equal(["val_loss", "loss"], series.Select(group => group.Attribute("data-name")!.Value));
        Assert.All(series, group => Assert.Equal(12, group.Elements(s_svg + "circle").Count()));
        Assert.Equal("#ff0000", series[0].Element(s_svg + "polyline")!.Attribute("stroke")!.Value);
        Assert.Equal("#0000ff", series[1].Element(s_svg + "polyline")!.Attribute("stroke")!.Value);
        Assert.Equal(["Validation Loss", "Train Loss"], Groups(svg, "legend").Single().Elements(s_svg + "text").Select(text => text.Value));
        Assert.Contains("best: epoch 8, 0.034", Texts(svg));
        Assert.Contains("Epoch", Texts(svg));
    }

    [Fact]
    public void History_marks_the_largest_accuracy_and_the_smallest_loss()
    {
        XElement svg = Parse(new HistoryFigure(Samples.Log(12), ["loss", "accuracy"]).ToSvg());
        Assert.Equal(4, Groups(svg, "series").Count());
        Assert.Equal(2, Texts(svg).Count(text => text.StartsWith("best: epoch 8", StringComparison.Ordinal)));
    }

    [Fact]
    public void History_draws_around_values_that_are_no_numbers()
    {
        var log = new TrainingLog();
        double[] losses = [0.5, 0.4, double.NaN, 0.3, double.PositiveInfinity, 0.2, 0.1];
        for (int i = 0; i < losses.Length; i++) log.Add(i, [new("loss", losses[i])]);
        XElement series = Groups(Parse(new HistoryFigure(log, ["loss"]).ToSvg()), "series").Single();
        Assert.Equal(5, series.Elements(s_svg + "circle").Count());
        Assert.Equal(2, series.Elements(s_svg + "polyline").Count());
    }

    [Fact]
    public void History_of_one_epoch_and_of_nothing_finite_is_drawn_too()
    {
        Assert.Single(Groups(Parse(new HistoryFigure(Samples.Log(1), ["loss"]).ToSvg()), "series").First().Elements(s_svg + "circle"));
        var log = new TrainingLog();
        log.Add(0, [new("loss", double.NaN)]);
        Assert.Contains("Nothing to draw: no finite value.", Texts(Parse(new HistoryFigure(log, ["loss"]).ToSvg())));
    }

    [Fact]
    public void History_is_drawn_from_a_log_on_disk()
    {
        string folder = Directory.CreateTempSubdirectory("receptive-history").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "history.csv"), "epoch,accuracy,loss,val_accuracy,val_loss\r\n0,0.91,0.3,0.97,0.1\r\n1,0.97,0.1,0.98,0.06\r\n2,0.98,0.07,NA,NA\r\n");
            XElement svg = Parse(Plot.History(folder, "loss", "accuracy").ToSvg());
            Assert.Equal([2, 3, 2, 3], Groups(svg, "series").Select(group => group.Elements(s_svg + "circle").Count()));
            Assert.Contains("best: epoch 2, 0.06", Texts(svg));
            Assert.Equal(["val_loss", "loss"], Groups(Parse(Plot.History(Path.Combine(folder, "history.csv")).ToSvg()), "series").Select(group => group.Attribute("data-name")!.Value));
            Assert.ThrowsAny<IOException>(() => Plot.History(Path.Combine(folder, "nothing.csv")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("epoch,loss\r\n0,0.5\r\n1,0.25\r\n", 2)]
    [InlineData("epoch,loss\n0,0.5\n1,0.25\n", 2)]
    [InlineData("epoch,loss\r\n0,0.5\r\n1,0.2", 1)]
    [InlineData("epoch,loss\r\n0,0.5\r\n1", 1)]
    [InlineData("epoch,loss\r\n0,0.5\r\n1,0.", 1)]
    [InlineData("epoch,loss\r\n0,0.5\r\n1,na", 1)]
    [InlineData("epoch,loss\r\n0,0.5\r\n1,nan\r\n2,inf\r\n3,0.1\r\n", 2)]
    public void History_is_drawn_while_the_log_is_written(string text, int dots)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            Assert.Equal(dots, Groups(Parse(Plot.History(file).ToSvg()), "series").Single().Elements(s_svg + "circle").Count());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void History_of_a_logger_and_a_saved_history_are_drawn_alike()
    {
        string folder = Directory.CreateTempSubdirectory("receptive-history").FullName;
        try
        {
            string saved = Path.Combine(folder, "saved.csv"), logged = Path.Combine(folder, "history.csv");
            History history = Trained.Data.History!;
            history.SaveCsv(saved);
            var logger = new CSVLogger(logged);
            logger.OnTrainBegin([]);
            for (int i = 0; i < history.Epochs.Count; i++) logger.OnEpochEnd(history.Epochs[i], history.Row(i));
            string expected = Plot.History(history, "loss", "accuracy").ToSvg();
            Assert.Equal(expected, Plot.History(saved, "loss", "accuracy").ToSvg());
            Assert.Equal(expected, Plot.History(folder, "loss", "accuracy").ToSvg());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("nowhere/history.csv", null, "There is no training log")]
    [InlineData("", null, "has no history.csv")]
    [InlineData("history.csv", "name,value\n1,2\n", "first column is not \"epoch\"")]
    [InlineData("history.csv", "epoch,loss\n0,0.5\n1,abc\n2,0.1\n", "line 3: \"abc\" is not a number")]
    [InlineData("history.csv", "epoch,loss\n", "no epoch has ended yet")]
    [InlineData("history.csv", "", "no epoch has ended yet")]
    public void History_of_no_log_says_what_is_wrong(string name, string? text, string message)
    {
        string folder = Directory.CreateTempSubdirectory("receptive-history").FullName;
        try
        {
            string path = Path.Combine(folder, name);
            if (text is not null) File.WriteAllText(path, text);
            Assert.Contains(message, Assert.ThrowsAny<Exception>(() => Plot.History(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Unknown_metric_is_refused_with_those_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new HistoryFigure(Samples.Log(2), ["mse"]));
        Assert.Contains("accuracy, loss, val_accuracy, val_loss", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_stand_in_two_rows_of_five_and_wrong_ones_are_marked()
    {
        XElement svg = Parse(Samples.Figures["predictions"]().ToSvg());
        Assert.Equal(9, Groups(svg, "image").Count());
        XElement wrong = Groups(svg, "image wrong").Single();
        Assert.Equal(["Label: 9", "true: 4"], wrong.Elements(s_svg + "text").Select(text => text.Value));
        double[] tops = [.. svg.Descendants(s_svg + "image").Select(image => double.Parse(image.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(2, tops.Distinct().Count());
        Assert.Equal(5, tops.Count(top => top == tops[0]));
    }

    [Fact]
    public void Image_pixels_stay_square_and_grey()
    {
        using SKBitmap picture = Pixels.Decode(Plot.Image(Samples.Digit(2)).ToPng(scale: 1));
        Assert.Equal(0, Pixels.Count(picture, color => color.Red != color.Green && Math.Abs(color.Red - color.Green) > 12));
    }

    [Fact]
    public void Confusion_matrix_shows_counts_and_shares()
    {
        XElement svg = Parse(Samples.Figures["confusion"]().ToSvg());
        XElement[] rows = [.. Groups(svg, "row")];
        Assert.Equal(10, rows.Length);
        Assert.Equal(["973", "2", "5"], rows[0].Elements(s_svg + "text").Select(text => text.Value));
        Assert.Contains("Predicted", Texts(svg));
        Assert.Contains("True", Texts(svg));

        // 973 of 980: the far end of the blues.
        string diagonal = rows[0].Elements(s_svg + "rect").First().Attribute("fill")!.Value;
        Assert.StartsWith("#08", diagonal, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_mistakes_are_ordered_by_the_probability_of_the_truth()
    {
        var probabilities = System.Numerics.Tensors.Tensor.Create(new[] { 0.1f, 0.9f, 0.8f, 0.2f, 0.97f, 0.03f, 0.3f, 0.7f }, [4, 2]);
        XElement svg = Parse(Plot.WorstMistakes(Samples.Digits(4), probabilities, [0, 0, 1, 0], ["zero", "one"]).ToSvg());
        Assert.Equal(3, Groups(svg, "image wrong").Count());
        Assert.Equal("zero · 97.0%", Groups(svg, "image wrong").First().Elements(s_svg + "text").First().Value);
        Assert.Throws<ArgumentException>(() => Plot.WorstMistakes(Samples.Digits(1), System.Numerics.Tensors.Tensor.Create(new[] { 1f, 0f }, [1, 2]), [0]));
    }

    [Fact]
    public void Receptive_fields_are_frames_of_their_size()
    {
        XElement svg = Parse(Samples.Figures["fields"]().ToSvg());
        double pixel = Width(svg.Element(s_svg + "image")!) / 28;
        double[] sizes = [.. Groups(svg, "field").Select(group => Width(group.Elements(s_svg + "rect").First()) / pixel)];
        Assert.Equal([3, 5, 6, 28], sizes.Select(size => (int)Math.Floor(size)));
        Assert.Contains("sees 6x6 pixels, steps by 2x2", Texts(svg));
    }

    [Fact]
    public void Convolution_shows_the_arithmetic()
    {
        XElement svg = Parse(Plot.Convolution(Samples.DigitPixels(2), 28, 28, row: 6, column: 10).ToSvg());
        Assert.Equal(5, Groups(svg, "convolution").Count());
        Assert.Contains("−2", Texts(svg));
        Assert.Contains(svg.Descendants(), element => element.Attribute("aria-label")?.Value.StartsWith('Σ') == true);
    }

    [Fact]
    public void Files_are_written_beside_and_renamed()
    {
        string folder = Directory.CreateTempSubdirectory("receptive-plots").FullName;
        try
        {
            string png = Path.Combine(folder, "new", "loss.png"), svg = Path.Combine(folder, "loss.svg");
            Figure figure = Samples.Figures["history"]();
            figure.Save(png);
            figure.Save(svg, width: 500);
            figure.Save(svg, width: 400);
            Assert.Equal(400, (int)Width(Parse(File.ReadAllText(svg))));
            using SKBitmap picture = Pixels.Decode(File.ReadAllBytes(png));
            Assert.Equal(figure.NaturalSize.Width * 2, picture.Width);
            Assert.Equal(2, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
            Assert.Throws<ArgumentException>(() => figure.Save(Path.Combine(folder, "loss.pdf")));
            Assert.Throws<ArgumentOutOfRangeException>(() => figure.ToPng(width: 3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Names_of_classes_cannot_break_out_of_the_svg()
    {
        XElement svg = Parse(Plot.ConfusionMatrix(new Reports.ConfusionMatrix([0, 1], [0, 1], ["<script>alert(1)</script>", "a\"b\u0001&"])).ToSvg());
        Assert.Empty(svg.Descendants(s_svg + "script"));
    }

    [Theory]
    [InlineData("filters", "image", 8)]
    [InlineData("feature-maps", "image", 8 + 9 + 9)]
    [InlineData("heat-maps", "image", 5)]
    [InlineData("explanation", "image", 3)]
    [InlineData("explanation", "class", 10)]
    [InlineData("effective-field", "image", 1)]
    [InlineData("mistakes", "image wrong", 5)]
    [InlineData("image", "image", 1)]
    [InlineData("health-updates", "series", 4)]
    [InlineData("health-updates", "band", 1)]
    [InlineData("health-dead", "series", 3)]
    [InlineData("health-spread", "series", 5)]
    [InlineData("health-spread", "band", 0)]
    [InlineData("layer-times", "bars", 4)]
    [InlineData("connections", "bars", 2)]
    [InlineData("diagram", "layer", 7)]
    [InlineData("diagram-narrow", "layer", 7)]
    [InlineData("scores", "class", 10)]
    [InlineData("confusion-narrow", "row", 10)]
    public void Figure_has_as_many_parts_as_there_are_data(string name, string role, int count) =>
        Assert.Equal(count, Groups(Parse(Samples.Figures[name]().ToSvg()), role).Count());

    [Theory]
    [InlineData("health-updates", "0.1%", "1%", "10%")]
    [InlineData("health-dead", "0%", "50%")]
    [InlineData("layer-times", "2.07 ms", "conv2d_1 + max_pooling2d")]
    [InlineData("mistakes", "ring · >99.9%", "ring · 60.0%")]
    [InlineData("image", "an oval")]
    [InlineData("diagram-narrow", "1,179,776 weights", "26 × 26 × 32")]
    [InlineData("explanation", "the image", "Grad-CAM: where it looked", "saliency: pixels it answers to")]
    public void Figure_says(string name, params string[] words)
    {
        string[] texts = [.. Texts(Parse(Samples.Figures[name]().ToSvg()))];
        Assert.All(words, word => Assert.Contains(word, texts));
    }

    private static XElement Parse(string svg) => XElement.Parse(svg);

    private static IEnumerable<XElement> Groups(XElement svg, string role) => svg.Descendants(s_svg + "g").Where(group => group.Attribute("class")?.Value == role);

    private static IEnumerable<string> Texts(XElement svg) => svg.Descendants(s_svg + "text").Select(text => text.Value);

    private static double Width(XElement element) => double.Parse(element.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
