using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Receptive.Plotting;

/// <summary>
/// The fonts figures are set in. They come with the library, so that a figure is the same on every machine, with or
/// without fonts of its own: letters and signs from a subset of Inter, Hangul from one of NanumSquare. What neither
/// has is looked for among the machine's fonts.
/// </summary>
internal static class FontBook
{
    /// <summary>Half the height of a capital letter, as a share of the font's size.</summary>
    public const double HalfCapHeight = 0.36;

    private static readonly Lazy<SKTypeface[]> s_regular = new(() => [Load("ReceptiveSans-Regular.otf"), Load("ReceptiveHangul-Regular.ttf")]);
    private static readonly Lazy<SKTypeface[]> s_bold = new(() => [Load("ReceptiveSans-Bold.otf"), Load("ReceptiveHangul-Bold.ttf")]);
    private static readonly ConcurrentDictionary<int, SKTypeface?> s_system = new();

    /// <summary>The font with Hangul.</summary>
    public static SKTypeface Hangul(bool bold) => (bold ? s_bold : s_regular).Value[1];

    /// <summary>A stretch of text in one font.</summary>
    public readonly record struct Run(string Text, SKTypeface Typeface);

    /// <summary>The width of a line of text in pixels.</summary>
    public static double Measure(string text, double size, bool bold = false)
    {
        double width = 0;
        foreach (Run run in Runs(text, bold))
        {
            using SKFont font = Font(run.Typeface, size);
            width += font.MeasureText(run.Text);
        }

        return width;
    }

    /// <summary>The text cut to a width, with an ellipsis where something was left out.</summary>
    public static string Cut(string text, double size, bool bold, double width)
    {
        if (Measure(text, size, bold) <= width) return text;
        int[] starts = System.Globalization.StringInfo.ParseCombiningCharacters(text);
        int low = 0, high = starts.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Measure(text[..starts[middle]].TrimEnd() + "…", size, bold) <= width) low = middle;
            else high = middle - 1;
        }

        return text[..starts[low]].TrimEnd() + "…";
    }

    /// <summary>The text cut into stretches that one font can show.</summary>
    public static IReadOnlyList<Run> Runs(string text, bool bold)
    {
        var runs = new List<Run>();
        var current = new StringBuilder();
        SKTypeface? typeface = null;
        foreach (Rune rune in text.EnumerateRunes())
        {
            SKTypeface wanted = TypefaceFor(rune.Value, bold, typeface);
            if (typeface is not null && !ReferenceEquals(wanted, typeface))
            {
                runs.Add(new Run(current.ToString(), typeface));
                current.Clear();
            }

            typeface = wanted;
            current.Append(rune);
        }

        if (typeface is not null) runs.Add(new Run(current.ToString(), typeface));
        return runs;
    }

    /// <summary>The outlines of a line of text that begins at 0 on the baseline 0, as the data of an SVG path.</summary>
    public static string Outline(string text, double size, bool bold)
    {
        using var all = new SKPath();
        float x = 0;
        foreach (Run run in Runs(text, bold))
        {
            using SKFont font = Font(run.Typeface, size);
            using SKPath path = font.GetTextPath(run.Text, new SKPoint(x, 0));
            all.AddPath(path);
            x += font.MeasureText(run.Text);
        }

        return all.ToSvgPathData();
    }

    public static SKFont Font(SKTypeface typeface, double size) => new(typeface, (float)size)
    {
        Subpixel = true,
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        LinearMetrics = true,
    };

    private static SKTypeface TypefaceFor(int character, bool bold, SKTypeface? current)
    {
        SKTypeface[] own = (bold ? s_bold : s_regular).Value;
        foreach (SKTypeface typeface in own)
        {
            if (typeface.ContainsGlyph(character)) return typeface;
        }

        return s_system.GetOrAdd(character, SKFontManager.Default.MatchCharacter) ?? current ?? own[0];
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = typeof(FontBook).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The font {name} is missing from {typeof(FontBook).Assembly.GetName().Name}.dll.");
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {name} cannot be read.");
    }
}
