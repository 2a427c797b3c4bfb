using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Reports;
using Receptive.Saving;

namespace Receptive.Plotting;

/// <summary>
/// A training as one HTML file that needs nothing else: no network, no scripts. Readable on a phone, light or dark as the
/// reader has it, with words for every picture.
/// </summary>
/// <example><code>
/// TrainingReport.Write("report.html", new TrainingReportData
/// {
///     Model = model, History = history, Dataset = "mnist", TestImages = xTest, TestLabels = labels,
/// });
/// </code></example>
public static class TrainingReport
{
    /// <summary>Stands in the page where its fonts come, until all its text is known.</summary>
    private const string FontPlace = "/* fonts */\n";

    /// <summary>Writes the report: beside an old file, then in its place.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="data">What it is made from.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public static void Write(string path, TrainingReportData data) => AtomicFile.Write(path, ToHtml(data));

    /// <summary>What the report says stands out: of the training, its result, its layers and their time; nothing if all is well.</summary>
    /// <param name="data">What it is made from.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public static IReadOnlyList<HealthFinding> Findings(TrainingReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return RunSections.AllFindings(data, TestResults.Of(data));
    }

    /// <summary>The report as HTML.</summary>
    /// <param name="data">What it is made from.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static string ToHtml(TrainingReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var results = TestResults.Of(data);
        (string Id, string Heading, Action<HtmlWriter> Write)[] sections =
        [
            .. new (string Id, string Heading, Action<HtmlWriter>? Write)[]
            {
                ("findings", "What stands out", RunSections.Findings(data, results)),
                ("curves", "Training", RunSections.Curves(data)),
                ("scores", "Scores by class", ResultSections.Scores(results)),
                ("confusion", "What is taken for what", ResultSections.Confusion(results)),
                ("examples", "Examples", ResultSections.Examples(data, results)),
                ("mistakes", "Worst mistakes", ResultSections.Mistakes(data, results)),
                ("gradcam", "Where the model looks", ModelSections.GradCam(data, results)),
                ("model", "The model", ModelSections.Model(data)),
                ("filters", "Filters and feature maps", ModelSections.FiltersAndMaps(data)),
                ("fields", "Receptive fields", ModelSections.Fields(data)),
                ("health", "Health of the run", RunSections.Health(data)),
                ("cost", "Time and memory", ModelSections.Cost(data)),
                ("settings", "Settings", RunSections.Settings(data)),
            }.Where(section => section.Write is not null).Select(section => (section.Id, section.Heading, section.Write!)),
        ];

        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'\">\n")
            .Raw("<link rel=\"icon\" href=\"data:,\">\n")
            .Element("title", data.Title)
            .Raw("<style>\n").Raw(FontPlace).Raw(Style()).Raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n")
            .Element("h1", data.Title)
            .Element("p", Subtitle(data), "class=\"subtitle\"");
        WriteNumbers(html, data, results);
        html.Raw("<nav aria-label=\"Parts of the report\"><ul>");
        foreach ((string id, string heading, _) in sections) html.Raw($"<li><a href=\"#{id}\">{HtmlWriter.Escape(heading)}</a></li>");
        html.Raw("</ul></nav>\n</header>\n<main id=\"main\">\n");
        foreach ((_, _, Action<HtmlWriter> write) in sections) write(html);
        html.Raw("</main>\n<footer>\n")
            .Element("p", string.Create(CultureInfo.InvariantCulture, $"Made by Receptive {typeof(Model).Assembly.GetName().Version?.ToString(3)} on {data.Made:yyyy-MM-dd HH:mm zzz}. Weights SHA-256: {data.Model.WeightsSha256()}"), "style=\"overflow-wrap:anywhere\"")
            .Raw("</footer>\n</body>\n</html>\n");
        string page = html.ToString();
        return page.Replace(FontPlace, FontFaces(page), StringComparison.Ordinal);
    }

    /// <summary>
    /// Hangul in names and titles comes along as a font of just those syllables, so that the page is right on a machine
    /// without a Korean font.
    /// </summary>
    private static string FontFaces(string page)
    {
        int[] hangul = [.. page.EnumerateRunes().Where(WebFont.IsHangul).Select(rune => rune.Value).Distinct()];
        if (hangul.Length == 0) return "";
        return string.Concat(new[] { false, true }.Select(bold =>
            $"@font-face {{ font-family: \"Receptive Hangul\"; font-weight: {(bold ? "600 900" : "100 500")}; src: url(\"data:font/woff;base64,{Convert.ToBase64String(WebFont.Make(FontBook.Hangul(bold), hangul))}\") format(\"woff\"); }}\n"));
    }

    private static string Subtitle(TrainingReportData data)
    {
        var parts = new List<string> { $"Model {data.Model.Name}" };
        if (data.Dataset is not null) parts.Add($"on {data.Dataset}");
        parts.Add(data.Made.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        return string.Join(" · ", parts);
    }

    private static void WriteNumbers(HtmlWriter html, TrainingReportData data, TestResults? results)
    {
        html.Raw("<ul class=\"numbers\">\n");
        if (results is not null) Number(results.Accuracy.ToString("0.00%", CultureInfo.InvariantCulture), $"accuracy on {results.Count:N0} test images");
        if (data.TestLoss is { } loss) Number(loss.ToString("0.0000", CultureInfo.InvariantCulture), "loss on test images");
        if (data.History is { } history) Number(history.Epochs.Count.ToString(CultureInfo.InvariantCulture), history.Epochs.Count == 1 ? "epoch" : "epochs");
        Number(data.Model.CountParameters().ToString("N0", CultureInfo.InvariantCulture), "parameters");
        if (data.TrainSeconds is { } seconds) Number(Duration(seconds), "of training");
        if (data.ImagesPerSecond is { } rate) Number(rate.ToString("N0", CultureInfo.InvariantCulture), "training images per second");
        html.Raw("</ul>\n");

        void Number(string value, string meaning) => html.Raw($"<li><b>{HtmlWriter.Escape(value)}</b><span>{HtmlWriter.Escape(meaning)}</span></li>\n");
    }

    internal static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600} h {(int)seconds % 3600 / 60} min"),
    };

    private static string Style()
    {
        using Stream stream = typeof(TrainingReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The report's style sheet is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What the model made of the test images.</summary>
internal sealed record TestResults(int[] Labels, int[] Predicted, Tensor<float> Probabilities, IReadOnlyList<string>? Names, int Classes)
{
    public int Count => Labels.Length;

    public double Accuracy => Labels.Index().Count(pair => Predicted[pair.Index] == pair.Item) / (double)Labels.Length;

    private IReadOnlyList<string> AllNames => [.. Enumerable.Range(0, Classes).Select(i => Plot.Name(Names, i))];

    public ClassificationReport Report() => new(Labels, Predicted, AllNames, [.. Enumerable.Range(0, Classes)]);

    public ConfusionMatrix Confusion() => new(Labels, Predicted, AllNames, [.. Enumerable.Range(0, Classes)]);

    /// <summary>Null where there are no labelled images, or the model does not choose among classes.</summary>
    public static TestResults? Of(TrainingReportData data)
    {
        if (data.TestImages is not { } images || data.TestLabels is not { Count: > 0 } labels) return null;
        if (images.Lengths[0] != labels.Count)
            throw new ArgumentException($"There are {images.Lengths[0]} test images and labels for {labels.Count}: give one label for each.", nameof(data));
        Tensor<float> probabilities = data.TestProbabilities ?? data.Model.Predict(images, batchSize: 200);
        if (probabilities.Rank != 2 || probabilities.Lengths[0] != labels.Count)
            throw new ArgumentException("TestProbabilities are of (test images, classes), as Predict gives them.", nameof(data));
        int classes = (int)probabilities.Lengths[1];
        if (classes < 2) return null;
        if (labels.Any(label => (uint)label >= (uint)classes))
            throw new ArgumentException($"A test label is none of the model's {classes} classes, 0 to {classes - 1}.", nameof(data));
        return new TestResults([.. labels], Utilities.ArgMax(probabilities), probabilities, data.ClassNames, classes);
    }
}
