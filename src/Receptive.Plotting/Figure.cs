using Receptive.Saving;

namespace Receptive.Plotting;

/// <summary>
/// A picture that is drawn when it is saved, in any size and as PNG or SVG. <see cref="Plot"/> makes them; what can be
/// changed are properties, set on the spot or with <c>with</c>.
/// </summary>
/// <example><code>
/// Plot.History(history).SavePng("loss.png");
/// Plot.History(history).SaveSvg("loss.svg", width: 800, height: 500);
/// byte[] png = (Plot.ConfusionMatrix(matrix) with { Title = "혼동 행렬" }).ToPng();
/// </code></example>
public abstract record Figure
{
    /// <summary>What a narrow figure is wide: it fills a window of 320 pixels at about its own size, so that letters stay letters.</summary>
    private protected const int NarrowWidth = 280;

    private const int LargestSide = 20_000;

    /// <summary>What stands above the picture; nothing if null.</summary>
    public string? Title { get; init; }

    /// <summary>The colours.</summary>
    public Theme Theme { get; init; } = Theme.Light;

    /// <summary>The size that fits what is shown, in pixels.</summary>
    public abstract (int Width, int Height) NaturalSize { get; }

    /// <summary>What the picture shows, in words: for those who cannot see it.</summary>
    public abstract string Description { get; }

    /// <summary>The picture as a PNG file in memory.</summary>
    /// <param name="width">In pixels of the figure; <see cref="NaturalSize"/> by default. If only one of both is given the other follows.</param>
    /// <param name="height">In pixels of the figure.</param>
    /// <param name="scale">Pixels of the file for each pixel of the figure; 2 is sharp on the screens of today's phones and laptops.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 16 or above 20,000 pixels.</exception>
    public byte[] ToPng(int? width = null, int? height = null, double scale = 2)
    {
        (int w, int h) = Size(width, height, scale);

        // What has very many rows may be larger than a picture can be: then it has fewer pixels, and is whole.
        scale = Math.Min(scale, (double)LargestSide / Math.Max(w, h));
        using var canvas = new SkiaCanvas(w, h, scale, Theme);
        Draw(canvas, new Box(0, 0, w, h));
        return canvas.ToPng();
    }

    /// <summary>The picture as SVG.</summary>
    /// <param name="width">In pixels; <see cref="NaturalSize"/> by default. If only one of both is given the other follows.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 16 or above 20,000 pixels.</exception>
    public string ToSvg(int? width = null, int? height = null) => ToSvg(width, height, inPage: false);

    /// <summary>Writes the picture as PNG: beside an old file, then in its place.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="width">As for <see cref="ToPng"/>.</param>
    /// <param name="height">As for <see cref="ToPng"/>.</param>
    /// <param name="scale">As for <see cref="ToPng"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 16 or above 20,000 pixels.</exception>
    public void SavePng(string path, int? width = null, int? height = null, double scale = 2) => AtomicFile.Write(path, ToPng(width, height, scale));

    /// <summary>Writes the picture as SVG: beside an old file, then in its place.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="width">As for <see cref="ToSvg(int?, int?)"/>.</param>
    /// <param name="height">As for <see cref="ToSvg(int?, int?)"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 16 or above 20,000 pixels.</exception>
    public void SaveSvg(string path, int? width = null, int? height = null) => AtomicFile.Write(path, ToSvg(width, height));

    /// <summary>Writes the picture as PNG or SVG, by the file's ending.</summary>
    /// <param name="path">Ends with <c>.png</c> or <c>.svg</c>.</param>
    /// <param name="width">In pixels; <see cref="NaturalSize"/> by default.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, int? width = null, int? height = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".PNG": SavePng(path, width, height); break;
            case ".SVG": SaveSvg(path, width, height); break;
            default: throw new ArgumentException($"A figure is saved as .png or .svg; got '{path}'.", nameof(path));
        }
    }

    /// <summary>Whether it is laid out for a phone: <see cref="NarrowWidth"/> wide, words above instead of beside what they name.</summary>
    internal bool Narrow { get; init; }

    /// <summary>The picture as part of an HTML page, in the page's colours.</summary>
    internal string ToPageSvg(int? width = null, int? height = null) => ToSvg(width, height, inPage: true);

    private protected abstract void Draw(Canvas canvas, Box area);

    /// <summary>Draws the title, if there is one, and gives what is left of the area.</summary>
    private protected Box DrawTitle(Canvas canvas, Box area, double size = 16)
    {
        if (string.IsNullOrEmpty(Title)) return area;
        if (Narrow) size = 14;
        canvas.TextFitted(Title, area.CenterX, area.Y + size * 1.6, area.Width - 16, size, Ink.Foreground, Anchor.Middle, bold: true);
        double taken = size * 2.2;
        return new Box(area.X, area.Y + taken, area.Width, area.Height - taken);
    }

    /// <summary>What <see cref="DrawTitle"/> takes of the height.</summary>
    private protected int TitleHeight => string.IsNullOrEmpty(Title) ? 0 : 35;

    private string ToSvg(int? width, int? height, bool inPage)
    {
        (int w, int h) = Size(width, height, 1);
        var canvas = new SvgCanvas(w, h, Theme, inPage, largestInPage: Narrow ? 1.35 : 1);
        Draw(canvas, new Box(0, 0, w, h));
        return canvas.ToSvg(Title is { Length: > 0 } title ? $"{title}. {Description}" : Description);
    }

    private (int Width, int Height) Size(int? width, int? height, double scale)
    {
        (int naturalWidth, int naturalHeight) = NaturalSize;
        int w = width ?? (height is { } h ? Math.Max(1, (int)Math.Round((double)h * naturalWidth / naturalHeight)) : naturalWidth);
        int tall = height ?? (width is { } v ? Math.Max(1, (int)Math.Round((double)v * naturalHeight / naturalWidth)) : naturalHeight);
        if (width is null && height is null) return (w, tall);
        if (w < 16 || w * scale > LargestSide) throw new ArgumentOutOfRangeException(nameof(width), w, $"A figure is 16 to {LargestSide} pixels wide.");
        if (tall < 16 || tall * scale > LargestSide) throw new ArgumentOutOfRangeException(nameof(height), tall, $"A figure is 16 to {LargestSide} pixels high.");
        return (w, tall);
    }
}
