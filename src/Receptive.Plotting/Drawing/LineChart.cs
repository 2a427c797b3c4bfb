namespace Receptive.Plotting;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">Its name in the data.</param>
/// <param name="Label">What the legend calls it.</param>
/// <param name="Points">Its points; where y is no finite number the line is broken.</param>
/// <param name="Ink">Its colour.</param>
internal sealed record ChartLine(string Name, string Label, IReadOnlyList<(double X, double Y)> Points, Ink Ink);

/// <summary>A point of a chart to look at, with a word.</summary>
internal sealed record ChartMark(double X, double Y, string Label, Ink Ink);

/// <summary>Curves with dots, a grid and a legend in the corner with the most room.</summary>
internal sealed class LineChart
{
    private const double LegendText = 12;

    public required IReadOnlyList<ChartLine> Lines { get; init; }

    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    public string? XLabel { get; init; }

    public string? YLabel { get; init; }

    public bool WholeX { get; init; }

    public bool Logarithmic { get; init; }

    /// <summary>A band of y that is as it should be.</summary>
    public (double Low, double High)? GoodBand { get; init; }

    public void Draw(Canvas canvas, Box area)
    {
        (double X, double Y)[] points = [.. Lines.SelectMany(line => line.Points).Where(IsShown)];
        if (points.Length == 0)
        {
            canvas.Rectangle(area.Inset(14), null, Ink.Grid);
            canvas.TextCentered("Nothing to draw: no finite value.", area.CenterX, area.CenterY, 13, Ink.Muted);
            return;
        }

        (double low, double high) = (points.Min(p => p.Y), points.Max(p => p.Y));
        if (GoodBand is { } good) (low, high) = (Math.Min(low, good.Low), Math.Max(high, good.High));
        var axes = new Axes(area, (points.Min(p => p.X), points.Max(p => p.X)), (low, high), XLabel, YLabel, WholeX, Logarithmic);
        if (GoodBand is { } band)
        {
            canvas.BeginGroup("band");
            canvas.Rectangle(new Box(axes.Plot.X, axes.Y(band.High), axes.Plot.Width, axes.Y(band.Low) - axes.Y(band.High)), ((Paint)Ink.Good).WithOpacity(0.13));
            canvas.EndGroup();
        }

        axes.Draw(canvas);
        foreach (ChartLine line in Lines)
        {
            canvas.BeginGroup("series", line.Name);
            foreach ((double X, double Y)[] piece in Pieces(line.Points, axes)) canvas.Polyline(piece, line.Ink, 1.6);

            // With very many points the dots would hide the line.
            if (line.Points.Count <= 120)
            {
                foreach ((double x, double y) in line.Points.Where(IsShown)) canvas.Circle(axes.X(x), axes.Y(y), 3, line.Ink);
            }

            canvas.EndGroup();
        }

        Box[] words = [.. Marks.Select(mark => MarkBox(axes, mark, points))];
        for (int i = 0; i < words.Length; i++) DrawMark(canvas, axes, Marks[i], words[i]);
        if (Lines.Count > 1 || Lines[0].Label.Length > 0) DrawLegend(canvas, axes, points, words);
    }

    private bool IsShown((double X, double Y) point) => double.IsFinite(point.Y) && (!Logarithmic || point.Y > 0);

    private IEnumerable<(double X, double Y)[]> Pieces(IReadOnlyList<(double X, double Y)> points, Axes axes)
    {
        var piece = new List<(double X, double Y)>();
        foreach ((double X, double Y) point in points)
        {
            if (IsShown(point))
            {
                piece.Add((axes.X(point.X), axes.Y(point.Y)));
                continue;
            }

            if (piece.Count > 1) yield return [.. piece];
            piece.Clear();
        }

        if (piece.Count > 1) yield return [.. piece];
    }

    /// <summary>Where a mark's words stand: beside its line, at the height where the fewest points are.</summary>
    private static Box MarkBox(Axes axes, ChartMark mark, (double X, double Y)[] points)
    {
        double x = axes.X(mark.X), width = FontBook.Measure(mark.Label, 12) + 10;
        double left = x + 8 + width > axes.Plot.Right ? x - 8 - width : x + 8;
        Box[] places = [.. new[] { 0.03, 0.9, 0.2, 0.75, 0.5 }.Select(share => new Box(left, axes.Plot.Y + 6 + share * (axes.Plot.Height - 32), width, 20))];
        return places.MinBy(place => points.Count(point => Contains(place, axes.X(point.X), axes.Y(point.Y))));
    }

    private static void DrawMark(Canvas canvas, Axes axes, ChartMark mark, Box box)
    {
        double x = axes.X(mark.X), y = axes.Y(mark.Y);
        canvas.BeginGroup("mark");
        canvas.Line(x, axes.Plot.Y, x, axes.Plot.Bottom, mark.Ink, 1, dashed: true);
        canvas.Circle(x, y, 5.5, ((Paint)Ink.Background).WithOpacity(0.4), mark.Ink);
        canvas.Rectangle(box, ((Paint)Ink.Background).WithOpacity(0.85), radius: 3);
        canvas.TextCentered(mark.Label, box.CenterX, box.CenterY, 12, Ink.Foreground);
        canvas.EndGroup();
    }

    private void DrawLegend(Canvas canvas, Axes axes, (double X, double Y)[] points, Box[] words)
    {
        double width = Lines.Max(line => FontBook.Measure(line.Label, LegendText)) + 50, height = Lines.Count * 20 + 10;
        Box plot = axes.Plot.Inset(8);
        Box[] corners =
        [
            new(plot.Right - width, plot.Y, width, height),
            new(plot.Right - width, plot.Bottom - height, width, height),
            new(plot.X, plot.Y, width, height),
            new(plot.X, plot.Bottom - height, width, height),
        ];

        // The first corner with the fewest points under it: the upper right one if it is as good as any.
        Box box = corners.MinBy(corner => points.Count(point => Contains(corner, axes.X(point.X), axes.Y(point.Y)))
            + words.Count(word => word.X < corner.Right && word.Right > corner.X && word.Y < corner.Bottom && word.Bottom > corner.Y) * 3);
        canvas.BeginGroup("legend");
        canvas.Rectangle(box, ((Paint)Ink.Background).WithOpacity(0.85), Ink.Grid, radius: 4);
        for (int i = 0; i < Lines.Count; i++)
        {
            double y = box.Y + 15 + i * 20;
            canvas.Line(box.X + 10, y, box.X + 34, y, Lines[i].Ink, 1.6);
            canvas.Circle(box.X + 22, y, 3, Lines[i].Ink);
            canvas.TextCentered(Lines[i].Label, box.X + 41, y, LegendText, Ink.Foreground, Anchor.Start);
        }

        canvas.EndGroup();
    }

    private static bool Contains(Box box, double x, double y) => x >= box.X - 4 && x <= box.Right + 4 && y >= box.Y - 4 && y <= box.Bottom + 4;
}
