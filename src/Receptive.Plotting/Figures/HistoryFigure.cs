using System.Globalization;

namespace Receptive.Plotting;

/// <summary>
/// How a training went: for each metric one chart with a curve for the training data and one for the validation data,
/// the best epoch marked. By default it looks as the notebook's: validation red, training blue, dots, a grid.
/// </summary>
public sealed record HistoryFigure : Figure
{
    private readonly TrainingLog _log;
    private readonly IReadOnlyList<string> _metrics;

    internal HistoryFigure(TrainingLog log, IReadOnlyList<string> metrics)
    {
        (_log, _metrics) = (log, metrics);
        foreach (string metric in metrics)
        {
            if (log[metric] is null && log["val_" + metric] is null)
                throw new ArgumentException($"The history has no \"{metric}\". It has: {string.Join(", ", log.Names)}.", nameof(metrics));
        }
    }

    /// <summary>What the epochs are called.</summary>
    public string XLabel { get; init; } = "Epoch";

    /// <summary>What the legend calls the training data; the metric's name follows.</summary>
    public string TrainingLabel { get; init; } = "Train";

    /// <summary>What the legend calls the validation data; the metric's name follows.</summary>
    public string ValidationLabel { get; init; } = "Validation";

    /// <summary>The mark at the best epoch: {0} is the epoch, {1} the value. Null for none.</summary>
    public string? BestLabel { get; init; } = "best: epoch {0}, {1}";

    /// <summary>What metrics are called where not by their names.</summary>
    public IReadOnlyDictionary<string, string> MetricLabels { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize =>
        Narrow ? (NarrowWidth, 270 * _metrics.Count + TitleHeight)
        : _metrics.Count == 1 ? (900, 540)
        : (540 * Columns, 420 * Rows + TitleHeight);

    private int Columns => Narrow ? 1 : _metrics.Count == 4 ? 2 : Math.Min(3, _metrics.Count);

    private int Rows => (_metrics.Count + Columns - 1) / Columns;

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            IEnumerable<string> parts = _metrics.Select(metric =>
            {
                IEnumerable<string> series = new[] { metric, "val_" + metric }.Where(name => _log[name] is { Count: > 0 }).Select(name =>
                    $"{name} from {Short(_log[name]![0].Value)} to {Short(_log[name]![^1].Value)}");
                string best = _log.Best(metric) is { } point ? $", best in epoch {Short(point.Epoch)} with {Short(point.Value)}" : "";
                return string.Join(", ", series) + best;
            });
            return $"Training over {_log.Epochs} epochs: {string.Join("; ", parts)}.";
        }
    }

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        double width = area.Width / Columns, height = area.Height / Rows;
        for (int i = 0; i < _metrics.Count; i++)
            Chart(_metrics[i]).Draw(canvas, new Box(area.X + i % Columns * width, area.Y + i / Columns * height, width, height));
    }

    private LineChart Chart(string metric)
    {
        string words = MetricLabels.TryGetValue(metric, out string? given) ? given : TrainingLog.Words(metric);
        var lines = new List<ChartLine>();
        if (_log["val_" + metric] is { } validation) lines.Add(new ChartLine("val_" + metric, $"{ValidationLabel} {words}", validation, Ink.Validation));
        if (_log[metric] is { } training) lines.Add(new ChartLine(metric, $"{TrainingLabel} {words}", training, Ink.Training));
        var marks = new List<ChartMark>();
        if (BestLabel is not null && _log.Epochs > 1 && _log.Best(metric) is { } best)
            marks.Add(new ChartMark(best.Epoch, best.Value, string.Format(CultureInfo.InvariantCulture, BestLabel, Short(best.Epoch), Short(best.Value)), Ink.Accent));
        return new LineChart { Lines = lines, Marks = marks, XLabel = XLabel, YLabel = words, WholeX = true };
    }

    private static string Short(double value) =>
        double.IsNaN(value) ? "not a number"
        : double.IsInfinity(value) ? "infinite"
        : value.ToString(Math.Abs(value) is >= 1e-3 and < 1e5 or 0 ? "0.####" : "0.###e0", CultureInfo.InvariantCulture).Replace('-', '−');
}
