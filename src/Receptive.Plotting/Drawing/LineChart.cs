namespace Receptive.Plotting;

/// <summary>A curve of a chart.</summary>
/// <param name="Name">Its name in the data.</param>
/// <param name="Label">What the legend calls it.</param>
/// <param name="Points">Its points; where y is no finite number the line is broken.</param>
/// <param name="Ink">Its colour.</param>
internal sealed record ChartLine(string Name, string Label, IReadOnlyList<(double X, double Y)> Points, Ink Ink);

/// <summary>A point of a chart to look at, with a word.</summary>
internal sealed record ChartMark(double X, double Y, string Label, Ink Ink);

/// <summary>Curves with dots, a grid and a legend where it hides nothing.</summary>
internal sealed class LineChart
{
    private const double LegendText = 12;
    private const double LegendStep = 20;

    public required IReadOnlyList<ChartLine> Lines { get; init; }

    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    public string? XLabel { get; init; }

    public string? YLabel { get; init; }

    public bool WholeX { get; init; }

    public bool Logarithmic { get; init; }

    /// <summary>A band of y that is as it should be.</summary>
    public (double Low, double High)? GoodBand { get; init; }

    /// <summary>Whether y is a share, to be read in percent.</summary>
    public bool Percent { get; init; }

    public void Draw(Canvas canvas, Box area)
    {
        (double X, double Y)[] points = [.. Lines.SelectMany(line => line.Points).Where(IsShown)];
        if (points.Length == 0)
        {
            canvas.Rectangle(area.Inset(14), null, Ink.Grid);
            canvas.TextFitted("Nothing to draw: no finite value.", area.CenterX, area.CenterY, area.Width - 40, 13, Ink.Muted);
            return;
        }

        Layout layout = Place(area, points);
        bool hasLegend = Lines.Count > 1 || Lines[0].Label.Length > 0;
        Box? free = hasLegend ? FreePlace(layout) : null;
        var above = new List<(ChartLine Line, double X, double Y)>();
        if (hasLegend && free is null)
        {
            // The curves leave no room: the legend goes above the chart, in as many lines as it takes.
            above = Flow(layout.Axes.Plot.X, area.Y + 12, layout.Axes.Plot.Right, area.Y + area.Height * 0.4);
            double taken = above[^1].Y + 4 - area.Y;
            layout = Place(new Box(area.X, area.Y + taken, area.Width, Math.Max(10, area.Height - taken)), points);
        }

        if (GoodBand is { } band)
        {
            double top = layout.Axes.Y(band.High);
            canvas.BeginGroup("band");
            canvas.Rectangle(new Box(layout.Axes.Plot.X, top, layout.Axes.Plot.Width, layout.Axes.Y(band.Low) - top), ((Paint)Ink.Good).WithOpacity(0.13));
            canvas.EndGroup();
        }

        layout.Axes.Draw(canvas);
        foreach (ChartLine line in Lines)
        {
            canvas.BeginGroup("series", line.Name);
            foreach ((double X, double Y)[] piece in Pieces(line.Points, layout.Axes).Where(piece => piece.Length > 1)) canvas.Polyline(piece, line.Ink, 1.6);

            // With very many points the dots would hide the line.
            if (line.Points.Count <= 120)
            {
                foreach ((double x, double y) in line.Points.Where(IsShown)) canvas.Circle(layout.Axes.X(x), layout.Axes.Y(y), 3, line.Ink);
            }

            canvas.EndGroup();
        }

        for (int i = 0; i < Marks.Count; i++) DrawMark(canvas, layout.Axes, Marks[i], layout.Words[i]);
        if (!hasLegend) return;
        canvas.BeginGroup("legend");
        if (free is { } box)
        {
            canvas.Rectangle(box, ((Paint)Ink.Background).WithOpacity(0.85), Ink.Grid, radius: 4);
            for (int i = 0; i < Lines.Count; i++) DrawKey(canvas, Lines[i], box.X + 10, box.Y + 15 + i * LegendStep);
        }

        foreach ((ChartLine line, double x, double y) in above) DrawKey(canvas, line, x, y);
        if (free is null && above.Count < Lines.Count)
            canvas.TextCentered($"and {Lines.Count - above.Count} more", layout.Axes.Plot.Right, area.Bottom - 12, LegendText, Ink.Muted, Anchor.End);
        canvas.EndGroup();
    }

    /// <summary>Where everything is: the frame, the pixels the curves pass, the words of the marks.</summary>
    private sealed record Layout(Axes Axes, IReadOnlyList<(double X, double Y)> Curves, Box[] Words);

    private Layout Place(Box area, (double X, double Y)[] points)
    {
        (double low, double high) = (points.Min(p => p.Y), points.Max(p => p.Y));
        if (GoodBand is { } good) (low, high) = (Math.Min(low, good.Low), Math.Max(high, good.High));
        var axes = new Axes(area, (points.Min(p => p.X), points.Max(p => p.X)), (low, high), XLabel, YLabel, WholeX, Logarithmic, Percent);
        var curves = new List<(double X, double Y)>();
        foreach ((double X, double Y)[] piece in Lines.SelectMany(line => Pieces(line.Points, axes)))
        {
            curves.Add(piece[0]);
            for (int i = 1; i < piece.Length; i++)
            {
                (double dx, double dy) = (piece[i].X - piece[i - 1].X, piece[i].Y - piece[i - 1].Y);
                int steps = (int)Math.Ceiling(Math.Max(Math.Abs(dx), Math.Abs(dy)) / 4);
                for (int step = 1; step <= steps; step++) curves.Add((piece[i - 1].X + dx * step / steps, piece[i - 1].Y + dy * step / steps));
            }
        }

        return new Layout(axes, curves, [.. Marks.Select(mark => MarkBox(axes, mark, curves))]);
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

            if (piece.Count > 0) yield return [.. piece];
            piece.Clear();
        }

        if (piece.Count > 0) yield return [.. piece];
    }

    /// <summary>Where a mark's words stand: beside its line, where they hide least of the curves.</summary>
    private static Box MarkBox(Axes axes, ChartMark mark, IReadOnlyList<(double X, double Y)> curves)
    {
        double x = axes.X(mark.X), width = FontBook.Measure(mark.Label, LegendText) + 10;
        double[] sides = [.. new[] { x + 8, x - 8 - width }.Where(left => left >= axes.Plot.X && left + width <= axes.Plot.Right)];
        if (sides.Length == 0) sides = [Math.Clamp(x + 8, axes.Plot.X, Math.Max(axes.Plot.X, axes.Plot.Right - width))];
        return new[] { 0.03, 0.9, 0.2, 0.75, 0.5, 0.35, 0.62 }
            .SelectMany(share => sides.Select(left => new Box(left, axes.Plot.Y + 6 + share * Math.Max(0, axes.Plot.Height - 32), width, 20)))
            .MinBy(place => curves.Count(point => Contains(place, point)));
    }

    private static void DrawMark(Canvas canvas, Axes axes, ChartMark mark, Box box)
    {
        double x = axes.X(mark.X), y = axes.Y(mark.Y);
        canvas.BeginGroup("mark");
        canvas.Line(x, axes.Plot.Y, x, axes.Plot.Bottom, mark.Ink, 1, dashed: true);
        canvas.Circle(x, y, 5.5, ((Paint)Ink.Background).WithOpacity(0.4), mark.Ink);
        canvas.Rectangle(box, ((Paint)Ink.Background).WithOpacity(0.85), radius: 3);
        canvas.TextCentered(mark.Label, box.CenterX, box.CenterY, LegendText, Ink.Foreground);
        canvas.EndGroup();
    }

    /// <summary>A place in the chart where the legend hides neither curves nor marks, the upper right corner before others; null if there is none.</summary>
    private Box? FreePlace(Layout layout)
    {
        double width = Lines.Max(KeyWidth) + 9, height = Lines.Count * LegendStep + 10;
        Box plot = layout.Axes.Plot.Inset(8);
        if (width > plot.Width || height > plot.Height) return null;
        foreach (double across in (double[])[1, 0, 0.5])
        {
            foreach (double down in (double[])[0, 1, 0.5])
            {
                var place = new Box(plot.X + across * (plot.Width - width), plot.Y + down * (plot.Height - height), width, height);
                if (!layout.Words.Any(place.Overlaps) && !Marks.Any(mark => Contains(place, (layout.Axes.X(mark.X), place.Y))) && !layout.Curves.Any(point => Contains(place, point))) return place;
            }
        }

        return null;
    }

    /// <summary>The keys in lines from left to right, as many as there is room for, names cut where they are wider than the chart.</summary>
    private List<(ChartLine Line, double X, double Y)> Flow(double left, double y, double right, double bottom)
    {
        var places = new List<(ChartLine, double, double)>();
        double x = left;
        foreach (ChartLine line in Lines)
        {
            ChartLine key = line with { Label = FontBook.Cut(line.Label, LegendText, false, Math.Max(20, right - left - 41)) };
            if (x > left && x + KeyWidth(key) > right) (x, y) = (left, y + LegendStep);
            if (y > bottom) break;
            places.Add((key, x, y));
            x += KeyWidth(key) + 16;
        }

        return places;
    }

    private static double KeyWidth(ChartLine line) => FontBook.Measure(line.Label, LegendText) + 41;

    private static void DrawKey(Canvas canvas, ChartLine line, double x, double y)
    {
        canvas.Line(x, y, x + 24, y, line.Ink, 1.6);
        canvas.Circle(x + 12, y, 3, line.Ink);
        canvas.TextCentered(line.Label, x + 31, y, LegendText, Ink.Foreground, Anchor.Start);
    }

    private static bool Contains(Box box, (double X, double Y) point) =>
        point.X >= box.X - 4 && point.X <= box.Right + 4 && point.Y >= box.Y - 4 && point.Y <= box.Bottom + 4;
}
