using System.Globalization;
using Receptive.Diagnostics;

namespace Receptive.Plotting;

/// <summary>The parts of a report on how the training went. A part is null where there is nothing to show.</summary>
internal static class RunSections
{
    /// <summary>A chart where two stand side by side.</summary>
    private static readonly (int, int) InPair = (450, 350);

    public static Action<HtmlWriter>? Findings(TrainingReportData data, TestResults? results)
    {
        if (data.History is null && data.Health is null) return null;
        IReadOnlyList<HealthFinding> findings = AllFindings(data, results);
        return html =>
        {
            html.BeginSection("findings", "What stands out").Raw("<ul class=\"findings\">\n");
            if (findings.Count == 0)
                html.Raw("<li><strong>All is well</strong>Nothing unusual: the loss fell, the result is what can be expected, and every layer learned.</li>\n");
            foreach (HealthFinding finding in findings)
            {
                bool warning = finding.Level == FindingLevel.Warning;
                html.Raw($"<li{(warning ? " class=\"warning\"" : "")}><strong>{(warning ? "Warning" : "Note")} · {HtmlWriter.Escape(finding.Subject)}</strong>")
                    .Raw($"{HtmlWriter.Escape(finding.Message)} <em>{HtmlWriter.Escape(finding.Advice)}</em></li>\n");
            }

            html.Raw("</ul>\n").EndSection();
        };
    }

    public static IReadOnlyList<HealthFinding> AllFindings(TrainingReportData data, TestResults? results) =>
    [
        .. data.History is null ? [] : TrainingReview.Of(data.History, results?.Accuracy, KnownResult.For(data.Dataset), results?.Classes ?? 0),
        .. data.Health?.Findings() ?? [],
        .. data.Health?.TimeFindings() ?? [],
    ];

    public static Action<HtmlWriter>? Curves(TrainingReportData data)
    {
        if (data.History is not { Epochs.Count: > 0 } history) return null;
        return html =>
        {
            html.BeginSection("curves", "Training", "Each point is one epoch. The dashed line marks the best one, by the validation data if there is any.").Raw("<div class=\"pair\">\n");
            foreach (string metric in history.Metrics.OrderBy(name => name != "loss"))
                html.Figure(Plot.History(history, metric), size: InPair);

            html.Raw("</div>\n<details><summary>All numbers</summary>\n").Table("Values by epoch", ["epoch", .. history.Names],
                [.. Enumerable.Range(0, history.Epochs.Count).Select(i => (IReadOnlyList<string>)
                [
                    (history.Epochs[i] + 1).ToString(CultureInfo.InvariantCulture),
                    .. history.Names.Select(name => history.Row(i).TryGetValue(name, out double value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-"),
                ])]).Raw("</details>\n").EndSection();
        };
    }

    public static Action<HtmlWriter>? Settings(TrainingReportData data)
    {
        if (data.Settings.Count == 0) return null;
        return html => html.BeginSection("settings", "Settings", "With these and the same data the run can be repeated to the last bit.")
            .Table("Settings and seeds", [], [.. data.Settings.Select(setting => (IReadOnlyList<string>)[setting.Key, setting.Value])], "settings").EndSection();
    }

    public static Action<HtmlWriter>? Health(TrainingReportData data)
    {
        if (data.Health is not { Records.Count: > 0 } health) return null;
        return html =>
        {
            html.BeginSection("health", "Health of the run", "Measured layer by layer in every epoch. Where there is a green band, a healthy run lies in it.").Raw("<div class=\"pair\">\n");
            (HealthMeasure Measure, string Caption)[] measures =
            [
                (HealthMeasure.UpdateRatio, "How much one step changes a layer's weights. Far above the band a layer forgets what it learned; far below it stands still."),
                (HealthMeasure.DeadShare, "ReLU units that answer to no image of the sample. They get no gradient, so they stay that way."),
                (HealthMeasure.Spread, "The standard deviation of a layer's outputs. It should neither grow nor vanish from layer to layer."),
            ];
            foreach ((HealthMeasure measure, string caption) in measures)
            {
                if (Plot.Health(health, measure) is { } figure) html.Figure(figure, caption, InPair);
            }

            html.Raw("</div>\n").EndSection();
        };
    }
}
