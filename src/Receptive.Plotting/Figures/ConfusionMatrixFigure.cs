using System.Globalization;
using Receptive.Pictures;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>
/// A confusion matrix: counts in the cells. What is right is blue by its share of the true class; confusions are red, each
/// against the most frequent one, so that they stand out where nearly all is right, and a rare class shows its confusions
/// as clearly as a frequent one.
/// </summary>
public sealed record ConfusionMatrixFigure : Figure
{
    private readonly ConfusionMatrix _matrix;
    private readonly long[] _totals;
    private readonly double _largestConfusion;

    internal ConfusionMatrixFigure(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _matrix = matrix;
        _totals = [.. Enumerable.Range(0, matrix.Size).Select(row => Enumerable.Range(0, matrix.Size).Sum(column => matrix[row, column]))];
        for (int row = 0; row < matrix.Size; row++)
        {
            for (int column = 0; column < matrix.Size; column++)
            {
                if (row != column) _largestConfusion = Math.Max(_largestConfusion, Share(row, column));
            }
        }
    }

    /// <summary>What the columns are.</summary>
    public string XLabel { get; init; } = "Predicted";

    /// <summary>What the rows are.</summary>
    public string YLabel { get; init; } = "True";

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize
    {
        get
        {
            double cell = Narrow ? (NarrowWidth - LeftOfGrid - RightOfGrid) / _matrix.Size : _matrix.Size <= 12 ? 56 : _matrix.Size <= 30 ? 34 : 14, side = cell * _matrix.Size;
            if (Narrow) return (NarrowWidth, (int)(side + NamesHeight(cell) + 50 + TitleHeight));
            return ((int)(side + NameWidth + 110), (int)(side + NamesHeight(cell) + 80 + TitleHeight));
        }
    }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            long right = Enumerable.Range(0, _matrix.Size).Sum(i => _matrix[i, i]), all = _totals.Sum();
            string confused = string.Join(", ", _matrix.MostConfused(3).Select(pair => $"{_matrix.Names[pair.TrueClass]} taken for {_matrix.Names[pair.PredictedClass]} {pair.Count} times"));
            return string.Create(CultureInfo.InvariantCulture, $"Confusion matrix of {_matrix.Size} classes: {right} of {all} right{(confused.Length > 0 ? $"; most often {confused}" : "")}.");
        }
    }

    private double NameText => Narrow ? 11 : 13;

    private double LeftOfGrid => (Narrow ? 22 : 36) + NameWidth;

    private double RightOfGrid => Narrow ? 6 : 20;

    private double NameWidth => Math.Min(Narrow ? 64 : 150, _matrix.Names.Max(name => FontBook.Measure(name, NameText))) + 10;

    private double Share(int row, int column) => _totals[row] == 0 ? 0 : (double)_matrix[row, column] / _totals[row];

    /// <summary>What the names below the columns take; they are turned where they are wider than a cell.</summary>
    private double NamesHeight(double cell) => NamesAreTurned(cell) ? NameWidth * 0.75 : 20;

    private bool NamesAreTurned(double cell) => _matrix.Names.Any(name => FontBook.Measure(name, NameText) > cell - 4);

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        double top = Narrow ? 6 : 14, cellGuess = Math.Max(0.1, (area.Width - LeftOfGrid - RightOfGrid) / _matrix.Size), names = NamesHeight(cellGuess), bottom = 38 + names;
        double cell = Math.Max(0.1, Math.Min(cellGuess, (area.Height - top - bottom) / _matrix.Size));
        var grid = new Box(area.X + LeftOfGrid, area.Y + top, cell * _matrix.Size, cell * _matrix.Size);

        for (int row = 0; row < _matrix.Size; row++)
        {
            canvas.BeginGroup("row", _matrix.Names[row]);
            for (int column = 0; column < _matrix.Size; column++) DrawCell(canvas, new Box(grid.X + column * cell, grid.Y + row * cell, cell, cell), row, column);
            canvas.EndGroup();
        }

        canvas.Rectangle(grid, null, Ink.Muted);

        // Where names would stand on one another, only every second or third is written.
        int every = (int)Math.Ceiling((NameText + 1) / cell);
        for (int i = 0; i < _matrix.Size; i += every)
        {
            string name = FontBook.Cut(_matrix.Names[i], NameText, false, NameWidth - 8);
            double x = grid.X + (i + 0.5) * cell;
            canvas.TextCentered(name, grid.X - 8, grid.Y + (i + 0.5) * cell, NameText, Ink.Foreground, Anchor.End);
            if (NamesAreTurned(cellGuess)) canvas.Text(name, x + NameText * 0.4, grid.Bottom + NameText + 4, NameText, Ink.Foreground, Anchor.End, rotation: -40);
            else canvas.Text(name, x, grid.Bottom + NameText + 7, NameText, Ink.Foreground, Anchor.Middle);
        }

        canvas.Text(YLabel, grid.X - NameWidth - (Narrow ? 6 : 12), grid.CenterY, 14, Ink.Foreground, Anchor.Middle, bold: true, rotation: -90);
        canvas.Text(XLabel, grid.CenterX, grid.Bottom + names + (Narrow ? 16 : 24), 14, Ink.Foreground, Anchor.Middle, bold: true);
    }

    private void DrawCell(Canvas canvas, Box box, int row, int column)
    {
        long count = _matrix[row, column];
        Paint edge = ((Paint)Ink.Muted).WithOpacity(0.25);
        if (count == 0)
        {
            canvas.Rectangle(box, null, edge, 0.5);
            return;
        }

        (byte R, byte G, byte B) blue = ColorMap.Blues.At(Share(row, column));
        canvas.Rectangle(box, row == column ? Paint.Rgb(blue) : ((Paint)Ink.Bad).WithOpacity(0.08 + 0.37 * Share(row, column) / _largestConfusion), edge, 0.5);
        string text = count.ToString(CultureInfo.InvariantCulture);
        double room = box.Width - 1, size = Math.Min(14, Math.Max(Canvas.SmallestText, box.Width * 0.4));
        if (count >= 1000 && FontBook.Measure(text, Canvas.SmallestText) > room) text = $"{Math.Round(count / 1000.0)}k";
        double width = FontBook.Measure(text, size);
        if (width > room) size *= room / width;
        if (size >= Canvas.SmallestText - 0.01 && box.Height >= size) canvas.TextCentered(text, box.CenterX, box.CenterY, size, row == column ? Paint.ReadableOn(blue) : Ink.Foreground);
    }
}
