using System.Globalization;
using Receptive.Explanations;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>
/// Convolutions done by hand, a row for each kernel: the image with the window at one place, the pixels there, the
/// kernel's weights, their products and sum, and the result over the whole image with that place marked.
/// </summary>
public sealed record ConvolutionFigure : Figure
{
    private const double RowHeight = 210;

    private readonly IReadOnlyList<ConvolutionWalk> _walks;
    private readonly int _row;
    private readonly int _column;

    internal ConvolutionFigure(IReadOnlyList<ConvolutionWalk> walks, int row, int column)
    {
        ArgumentNullException.ThrowIfNull(walks);
        if (walks.Count == 0) throw new ArgumentException("There is no convolution to show.", nameof(walks));
        foreach (ConvolutionWalk walk in walks) _ = walk.StepAt(row, column);
        (_walks, _row, _column) = (walks, row, column);
    }

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => (980, (int)(_walks.Count * RowHeight + 8 + TitleHeight));

    /// <inheritdoc/>
    public override string Description => "Convolution step by step: " + string.Join(" ", _walks.Select(walk =>
        string.Create(CultureInfo.InvariantCulture, $"{walk.Kernel.Name}: the window at row {_row}, column {_column} sums to {walk.StepAt(_row, _column).Sum:0.##}. {walk.Kernel.Effect}")));

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        double height = area.Height / _walks.Count;
        for (int i = 0; i < _walks.Count; i++) DrawWalk(canvas, new Box(area.X, area.Y + i * height, area.Width, height).Inset(10), _walks[i]);
    }

    private void DrawWalk(Canvas canvas, Box area, ConvolutionWalk walk)
    {
        ConvolutionWalk.Step step = walk.StepAt(_row, _column);
        canvas.BeginGroup("convolution", walk.Kernel.Name);
        canvas.Text(walk.Kernel.Name, area.X + 4, area.Y + 14, 14, Ink.Foreground, bold: true);
        canvas.TextFitted(walk.Kernel.Effect, area.X + 12 + FontBook.Measure(walk.Kernel.Name, 14, bold: true), area.Y + 14,
            area.Width - FontBook.Measure(walk.Kernel.Name, 14, bold: true) - 20, 12, Ink.Muted, Anchor.Start);

        double top = area.Y + 26, side = Math.Max(20, Math.Min(area.Height - 30, area.Width * 0.15));
        double gap = (area.Width - 2 * side - 3 * side) / 4, middle = top + side / 2;
        double x = area.X;

        double scale = side / Math.Max(walk.Width, walk.Height);
        var image = new Box(x, top, walk.Width * scale, walk.Height * scale);
        canvas.Image(Picture.FromFloats(walk.Image, walk.Height, walk.Width), image, "the image");
        canvas.Rectangle(new Box(image.X + _column * scale, image.Y + _row * scale, walk.Kernel.Width * scale, walk.Kernel.Height * scale), null, Ink.Accent, 2.5);

        x += side + gap;
        DrawCells(canvas, new Box(x, top, side, side), walk.Kernel, step.Pixels, Shade.Pixels);
        canvas.TextCentered("×", x + side + gap / 2, middle, 20, Ink.Muted);
        x += side + gap;
        DrawCells(canvas, new Box(x, top, side, side), walk.Kernel, [.. walk.Kernel.Weights.SelectMany(row => row)], Shade.Signs);
        canvas.TextCentered("=", x + side + gap / 2, middle, 20, Ink.Muted);
        x += side + gap;
        DrawCells(canvas, new Box(x, top, side, side), walk.Kernel, step.Products, Shade.Signs);
        canvas.TextCentered("→", x + side + gap / 2, middle - 10, 20, Ink.Muted);
        canvas.TextCentered($"Σ {Short(step.Sum)}", x + side + gap / 2, middle + 14, 13, Ink.Foreground, bold: true);
        x += side + gap;

        double outScale = side / Math.Max(walk.OutputWidth, walk.OutputHeight);
        var result = new Box(x, top, walk.OutputWidth * outScale, walk.OutputHeight * outScale);
        canvas.Image(ResultPicture(walk), result, "the result");
        canvas.Rectangle(result, null, Ink.Grid);
        canvas.Rectangle(new Box(result.X + _column * outScale, result.Y + _row * outScale, outScale, outScale).Inset(-1.5), null, Ink.Accent, 2.5);
        canvas.EndGroup();
    }

    private enum Shade
    {
        Pixels,
        Signs,
    }

    /// <summary>Results with both signs get colours for them; others are images again.</summary>
    private static Picture ResultPicture(ConvolutionWalk walk)
    {
        float largest = 0, sum = 0;
        foreach (float weight in walk.Kernel.Weights.SelectMany(row => row)) sum += weight;
        foreach (float value in walk.Output) largest = Math.Max(largest, Math.Abs(value));
        return Math.Abs(sum) < 0.01f
            ? Picture.FromValues(walk.Output, walk.OutputHeight, walk.OutputWidth, ColorMap.Diverging, (-largest, largest))
            : Picture.FromFloats(walk.Output, walk.OutputHeight, walk.OutputWidth, 1, (0, 1));
    }

    private static void DrawCells(Canvas canvas, Box box, KnownKernel kernel, IReadOnlyList<float> values, Shade shade)
    {
        double cell = Math.Min(box.Width / kernel.Width, box.Height / kernel.Height);
        float largest = Math.Max(1e-6f, values.Max(Math.Abs));
        for (int i = 0; i < values.Count; i++)
        {
            var place = new Box(box.X + i % kernel.Width * cell, box.Y + i / kernel.Width * cell, cell, cell);
            (byte R, byte G, byte B) color = shade == Shade.Pixels ? ColorMap.Gray.At(values[i]) : ColorMap.Diverging.At(0.5 + 0.4 * values[i] / largest);
            canvas.Rectangle(place, Paint.Rgb(color), Ink.Muted, 0.75);
            canvas.TextCentered(Short(values[i]), place.CenterX, place.CenterY, Math.Min(13, cell * 0.3), Paint.ReadableOn(color));
        }
    }

    private static string Short(float value) =>
        (Math.Abs(value) < 0.005f ? 0 : value).ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');
}
