using System.Globalization;

namespace Receptive.Plotting;

/// <summary>What a colour is for; the theme says which it is.</summary>
internal enum Ink
{
    Background,
    Panel,
    Foreground,
    Muted,
    Grid,
    Training,
    Validation,
    Accent,
    Good,
    Bad,
    Fourth,
    Fifth,
}

/// <summary>A colour by its purpose, or one that is the same in every theme; with an opacity of 0 to 1.</summary>
internal readonly record struct Paint(Ink? Ink, string? Fixed, double Opacity = 1)
{
    public static implicit operator Paint(Ink ink) => new(ink, null);

    public static Paint Rgb((byte R, byte G, byte B) color) =>
        new(null, string.Create(CultureInfo.InvariantCulture, $"#{color.R:x2}{color.G:x2}{color.B:x2}"));

    /// <summary>Black or white, whichever can be read better on a colour: by WCAG's contrast at least 4.58 to 1 on any.</summary>
    public static Paint ReadableOn((byte R, byte G, byte B) color)
    {
        double luminance = 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);
        return new(null, (luminance + 0.05) * (luminance + 0.05) > 1.05 * 0.05 ? "#000000" : "#ffffff");

        static double Linear(byte value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
    }

    public Paint WithOpacity(double opacity) => this with { Opacity = opacity };

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public string In(Theme theme) => Ink is { } ink ? theme[ink] : Fixed!;
}

/// <summary>Which part of a text stands at its place.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A rectangle in pixels of the figure.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double CenterX => X + Width / 2;

    public double CenterY => Y + Height / 2;

    public bool Overlaps(Box other) => X < other.Right && Right > other.X && Y < other.Bottom && Bottom > other.Y;

    public Box Inset(double margin) => new(X + margin, Y + margin, Math.Max(0, Width - 2 * margin), Math.Max(0, Height - 2 * margin));
}
