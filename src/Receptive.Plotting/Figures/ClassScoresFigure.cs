using System.Globalization;
using Receptive.Pictures;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>Precision and recall of each class: a dot for each, joined by a line, over a scale that shows the differences.</summary>
public sealed record ClassScoresFigure : Figure
{
    private const double RowHeight = 30;

    private readonly IReadOnlyList<ClassScores> _scores;

    internal ClassScoresFigure(IReadOnlyList<ClassScores> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0) throw new ArgumentException("There are no classes to show.", nameof(scores));
        _scores = scores;
    }

    /// <summary>What the legend calls precision.</summary>
    public string PrecisionLabel { get; init; } = "Precision: of those predicted as it, the share that is";

    /// <summary>What the legend calls recall.</summary>
    public string RecallLabel { get; init; } = "Recall: of those that are it, the share found";

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => (Narrow ? NarrowWidth : 760, (int)(_scores.Count * RowHeight + 100 + TitleHeight));

    /// <inheritdoc/>
    public override string Description => "Precision and recall by class: " + string.Join("; ", _scores.Select(score =>
        string.Create(CultureInfo.InvariantCulture, $"{score.Name} {score.Precision:0.000} and {score.Recall:0.000}"))) + ".";

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        DrawLegend(canvas, area);
        // A phone has no room for the numbers; a table can have them.
        double nameWidth = Math.Min(Narrow ? 100 : 180, _scores.Max(score => FontBook.Measure(score.Name, 13))) + 14;
        double lowest = _scores.Min(score => Math.Min(score.Precision, score.Recall));
        double low = Math.Max(-0.02, 1 - Math.Max(0.02, (1 - lowest) * 1.15));
        const double high = 1.0;
        var plot = new Box(area.X + 16 + nameWidth, area.Y + 46, Math.Max(20, area.Width - nameWidth - 16 - (Narrow ? 20 : 130)), Math.Max(20, area.Height - 46 - 40));
        double row = plot.Height / _scores.Count;

        double[] ticks = NiceTicks.Linear(low, high, Math.Max(3, (int)(plot.Width / (Narrow ? 60 : 90))));
        string[] labels = NiceTicks.Labels(ticks);
        canvas.BeginGroup("axes");
        for (int i = 0; i < ticks.Length; i++)
        {
            canvas.Line(X(ticks[i]), plot.Y, X(ticks[i]), plot.Bottom, Ink.Grid);
            canvas.Text(labels[i], X(ticks[i]), plot.Bottom + 20, Axes.TickSize, Ink.Muted, Anchor.Middle);
        }

        canvas.EndGroup();
        for (int i = 0; i < _scores.Count; i++)
        {
            ClassScores score = _scores[i];
            double y = plot.Y + (i + 0.5) * row;
            canvas.BeginGroup("class", score.Name);
            canvas.TextCentered(FontBook.Cut(score.Name, 13, false, nameWidth - 10), plot.X - 12, y, 13, Ink.Foreground, Anchor.End);
            canvas.Line(X(score.Precision), y, X(score.Recall), y, Ink.Muted, 2);
            DrawSquare(canvas, X(score.Recall), y);
            canvas.Circle(X(score.Precision), y, 5, Ink.Training);
            if (!Narrow) canvas.TextCentered(string.Create(CultureInfo.InvariantCulture, $"{score.Precision:0.000} · {score.Recall:0.000}"), area.Right - 14, y, 12, Ink.Muted, Anchor.End);
            canvas.EndGroup();
        }

        double X(double value) => plot.X + (Math.Clamp(value, low, high) - low) / (high - low) * plot.Width;
    }

    private static void DrawSquare(Canvas canvas, double x, double y) => canvas.Rectangle(new Box(x - 5, y - 5, 10, 10), Ink.Fourth, radius: 1.5);

    private void DrawLegend(Canvas canvas, Box area)
    {
        double half = (area.Width - 32) / 2, y = area.Y + 22;
        canvas.BeginGroup("legend");
        canvas.Circle(area.X + 22, y, 5, Ink.Training);
        canvas.TextFitted(Narrow ? ShortOf(PrecisionLabel) : PrecisionLabel, area.X + 34, y + 4.5, half - 24, 12.5, Ink.Foreground, Anchor.Start);
        DrawSquare(canvas, area.X + 22 + half, y);
        canvas.TextFitted(Narrow ? ShortOf(RecallLabel) : RecallLabel, area.X + 34 + half, y + 4.5, half - 24, 12.5, Ink.Foreground, Anchor.Start);
        canvas.EndGroup();
    }

    private static string ShortOf(string label) => label.Split(':')[0];
}
