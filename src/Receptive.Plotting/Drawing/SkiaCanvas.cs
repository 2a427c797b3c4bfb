using Receptive.Pictures;
using SkiaSharp;

namespace Receptive.Plotting;

/// <summary>Draws pixels, for PNG.</summary>
internal sealed class SkiaCanvas : Canvas, IDisposable
{
    private readonly SKSurface _surface;
    private readonly Theme _theme;

    /// <param name="width">Pixels of the figure.</param>
    /// <param name="height">Pixels of the figure.</param>
    /// <param name="scale">Pixels of the image for each pixel of the figure.</param>
    /// <param name="theme">The colours.</param>
    public SkiaCanvas(int width, int height, double scale, Theme theme)
    {
        _theme = theme;
        var info = new SKImageInfo((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        _surface = SKSurface.Create(info)
            ?? throw new ArgumentException($"A picture of {info.Width}x{info.Height} pixels cannot be made: there is not enough memory for it.");
        _surface.Canvas.Clear(SKColor.Parse(theme.Background));
        _surface.Canvas.Scale((float)scale);
    }

    private SKCanvas Target => _surface.Canvas;

    public byte[] ToPng()
    {
        using SKImage image = _surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public override void Rectangle(Box box, Paint? fill, Paint? stroke = null, double strokeWidth = 1, double radius = 0)
    {
        var rectangle = SKRect.Create((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height);
        if (fill is { } inside)
        {
            using SKPaint paint = Fill(inside);
            Target.DrawRoundRect(rectangle, (float)radius, (float)radius, paint);
        }

        if (stroke is { } outside)
        {
            using SKPaint paint = Stroke(outside, strokeWidth);
            Target.DrawRoundRect(rectangle, (float)radius, (float)radius, paint);
        }
    }

    public override void Line(double x1, double y1, double x2, double y2, Paint stroke, double width = 1, bool dashed = false)
    {
        using SKPaint paint = Stroke(stroke, width);
        using SKPathEffect? dash = dashed ? SKPathEffect.CreateDash([4, 3], 0) : null;
        paint.PathEffect = dash;
        Target.DrawLine((float)x1, (float)y1, (float)x2, (float)y2, paint);
    }

    public override void Polyline(ReadOnlySpan<(double X, double Y)> points, Paint? stroke, double width = 1.5, Paint? fill = null)
    {
        using var path = new SKPath();
        for (int i = 0; i < points.Length; i++)
        {
            if (i == 0) path.MoveTo((float)points[i].X, (float)points[i].Y);
            else path.LineTo((float)points[i].X, (float)points[i].Y);
        }

        if (fill is { } inside)
        {
            path.Close();
            using SKPaint paint = Fill(inside);
            Target.DrawPath(path, paint);
        }

        if (stroke is { } line)
        {
            using SKPaint paint = Stroke(line, width);
            paint.StrokeJoin = SKStrokeJoin.Round;
            paint.StrokeCap = SKStrokeCap.Round;
            Target.DrawPath(path, paint);
        }
    }

    public override void Circle(double x, double y, double radius, Paint fill, Paint? stroke = null)
    {
        using SKPaint inside = Fill(fill);
        Target.DrawCircle((float)x, (float)y, (float)radius, inside);
        if (stroke is not { } line) return;
        using SKPaint paint = Stroke(line, 1.5);
        Target.DrawCircle((float)x, (float)y, (float)radius, paint);
    }

    public override void Image(Picture picture, Box box, string? alternative = null, bool smooth = false)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int row = 0; row < picture.Height; row++)
        {
            for (int column = 0; column < picture.Width; column++)
            {
                int at = row * bitmap.RowBytes + column * 4;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = picture[row, column];
                pixels[at + 3] = 255;
            }
        }

        using SKImage image = SKImage.FromBitmap(bitmap);
        SKSamplingOptions sampling = smooth ? new SKSamplingOptions(SKFilterMode.Linear) : new SKSamplingOptions(SKFilterMode.Nearest);
        Target.DrawImage(image, SKRect.Create((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height), sampling);
    }

    public override void Text(string text, double x, double y, double size, Paint paint, Anchor anchor = Anchor.Start, bool bold = false, double rotation = 0)
    {
        double width = FontBook.Measure(text, size, bold);
        double left = anchor switch { Anchor.Start => 0, Anchor.Middle => -width / 2, _ => -width };
        using SKPaint ink = Fill(paint);
        Target.Save();
        Target.Translate((float)x, (float)y);
        Target.RotateDegrees((float)rotation);
        foreach (FontBook.Run run in FontBook.Runs(text, bold))
        {
            using SKFont font = FontBook.Font(run.Typeface, size);
            Target.DrawText(run.Text, (float)left, 0, font, ink);
            left += font.MeasureText(run.Text);
        }

        Target.Restore();
    }

    public void Dispose() => _surface.Dispose();

    private SKPaint Fill(Paint paint) => new() { Color = Color(paint), IsAntialias = true };

    private SKPaint Stroke(Paint paint, double width) =>
        new() { Color = Color(paint), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = (float)width };

    private SKColor Color(Paint paint) => SKColor.Parse(paint.In(_theme)).WithAlpha((byte)Math.Round(paint.Opacity * 255));
}
