using System.Globalization;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>
/// A confusion matrix: counts in the cells, colours by the share of the true class, so that a rare class shows its
/// confusions as clearly as a frequent one.
/// </summary>
public sealed record ConfusionMatrixFigure : Figure
{
    private readonly ConfusionMatrix _matrix;

    internal ConfusionMatrixFigure(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _matrix = matrix;
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
            double cell = _matrix.Size <= 12 ? 56 : _matrix.Size <= 30 ? 34 : 14;
            double side = cell * _matrix.Size;
            return ((int)(side + NameWidth + 110), (int)(side + (NamesAreTurned(cell) ? NameWidth * 0.75 : 20) + 80 + TitleHeight));
        }
    }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            long right = 0, all = 0;
            for (int row = 0; row < _matrix.Size; row++)
            {
                right += _matrix[row, row];
                for (int column = 0; column < _matrix.Size; column++) all += _matrix[row, column];
            }

            string confused = string.Join(", ", _matrix.MostConfused(3).Select(pair => $"{_matrix.Names[pair.TrueClass]} taken for {_matrix.Names[pair.PredictedClass]} {pair.Count} times"));
            return string.Create(CultureInfo.InvariantCulture, $"Confusion matrix of {_matrix.Size} classes: {right} of {all} right{(confused.Length > 0 ? $"; most often {confused}" : "")}.");
        }
    }

    private double NameWidth => Math.Min(150, _matrix.Names.Max(name => FontBook.Measure(name, 13))) + 10;

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        double left = 16 + 20 + NameWidth, right = 20;
        double cellGuess = (area.Width - left - right) / _matrix.Size;
        bool turned = NamesAreTurned(cellGuess);
        double bottom = 16 + 22 + (turned ? NameWidth * 0.75 : 20), top = 14;
        double cell = Math.Max(2, Math.Min(cellGuess, (area.Height - top - bottom) / _matrix.Size));
        var grid = new Box(area.X + left, area.Y + top, cell * _matrix.Size, cell * _matrix.Size);

        for (int row = 0; row < _matrix.Size; row++)
        {
            long total = 0;
            for (int column = 0; column < _matrix.Size; column++) total += _matrix[row, column];
            canvas.BeginGroup("row", _matrix.Names[row]);
            for (int column = 0; column < _matrix.Size; column++) DrawCell(canvas, grid, cell, row, column, total);
            canvas.EndGroup();
        }

        canvas.Rectangle(grid, null, Ink.Muted);
        double nameSize = Math.Min(13, Math.Max(6, cell * 0.8));
        for (int i = 0; i < _matrix.Size; i++)
        {
            string name = FontBook.Cut(_matrix.Names[i], nameSize, false, NameWidth - 8);
            canvas.TextCentered(name, grid.X - 8, grid.Y + (i + 0.5) * cell, nameSize, Ink.Foreground, Anchor.End);
            double x = grid.X + (i + 0.5) * cell;
            if (turned) canvas.Text(name, x + nameSize * 0.4, grid.Bottom + nameSize + 4, nameSize, Ink.Foreground, Anchor.End, rotation: -40);
            else canvas.Text(name, x, grid.Bottom + nameSize + 7, nameSize, Ink.Foreground, Anchor.Middle);
        }

        canvas.Text(YLabel, grid.X - NameWidth - 12, grid.CenterY, 14, Ink.Foreground, Anchor.Middle, bold: true, rotation: -90);
        canvas.Text(XLabel, grid.CenterX, grid.Bottom + (turned ? NameWidth * 0.75 : 20) + 24, 14, Ink.Foreground, Anchor.Middle, bold: true);
    }

    private void DrawCell(Canvas canvas, Box grid, double cell, int row, int column, long total)
    {
        long count = _matrix[row, column];
        double share = total == 0 ? 0 : (double)count / total;
        (byte R, byte G, byte B) color = ColorMap.Blues.At(share);
        var box = new Box(grid.X + column * cell, grid.Y + row * cell, cell, cell);
        canvas.Rectangle(box, Paint.Rgb(color), ((Paint)Ink.Muted).WithOpacity(0.25), 0.5);
        if (count == 0) return;

        // A confusion is framed besides: at 1% of its class its blue cannot be told from white.
        if (row != column) canvas.Rectangle(box.Inset(1.5), null, ((Paint)Ink.Bad).WithOpacity(Math.Min(1, 0.35 + 3 * share)), 1.5);
        if (cell < 13) return;
        string text = count.ToString(CultureInfo.InvariantCulture);
        double size = Math.Min(14, cell * 0.42);
        size = Math.Min(size, size * (cell - 4) / Math.Max(1, FontBook.Measure(text, size)));
        bool dark = 0.299 * color.R + 0.587 * color.G + 0.114 * color.B < 140;
        canvas.TextCentered(text, box.CenterX, box.CenterY, size, Paint.Rgb(dark ? ((byte)255, (byte)255, (byte)255) : ((byte)16, (byte)24, (byte)40)));
    }

    private bool NamesAreTurned(double cell) => _matrix.Names.Any(name => FontBook.Measure(name, Math.Min(13, Math.Max(6, cell * 0.8))) > cell - 4);
}
