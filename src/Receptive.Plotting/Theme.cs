namespace Receptive.Plotting;

/// <summary>
/// The colours of figures. Pictures of images and heat maps keep their own; text, lines and marks take these.
/// </summary>
/// <example><code>
/// Figure dark = Plot.History(history) with { Theme = Theme.Dark };
/// Figure green = Plot.History(history) with { Theme = Theme.Light with { Training = "#00695c" } };
/// </code></example>
public sealed record Theme
{
    /// <summary>Dark on white, with the notebook's red and blue: the default.</summary>
    public static Theme Light { get; } = new();

    /// <summary>Light on near-black.</summary>
    public static Theme Dark { get; } = new()
    {
        Background = "#14181f",
        Panel = "#1d232c",
        Foreground = "#e8ecf1",
        Muted = "#a3adba",
        Grid = "#333c48",
        Training = "#6ea8ff",
        Validation = "#ff7b7b",
        Accent = "#b69cff",
        Good = "#56d39a",
        Bad = "#ff8f8f",
        Fourth = "#ffb454",
        Fifth = "#4fd1d9",
    };

    /// <summary>Behind everything; <c>#rrggbb</c> as all of these.</summary>
    public string Background { get; init; } = "#ffffff";

    /// <summary>Boxes and empty cells.</summary>
    public string Panel { get; init; } = "#f2f4f7";

    /// <summary>Text and frames.</summary>
    public string Foreground { get; init; } = "#1b2027";

    /// <summary>Text of less weight.</summary>
    public string Muted { get; init; } = "#596472";

    /// <summary>Grid lines.</summary>
    public string Grid { get; init; } = "#d4d9e0";

    /// <summary>What was measured on training data.</summary>
    public string Training { get; init; } = "#0000ff";

    /// <summary>What was measured on validation data.</summary>
    public string Validation { get; init; } = "#ff0000";

    /// <summary>What is pointed at.</summary>
    public string Accent { get; init; } = "#6b3fd4";

    /// <summary>What is right.</summary>
    public string Good { get; init; } = "#0b7a4b";

    /// <summary>What is wrong.</summary>
    public string Bad { get; init; } = "#c42b2b";

    /// <summary>A fourth series.</summary>
    public string Fourth { get; init; } = "#b35900";

    /// <summary>A fifth series.</summary>
    public string Fifth { get; init; } = "#00717a";

    internal string this[Ink ink] => ink switch
    {
        Ink.Background => Background,
        Ink.Panel => Panel,
        Ink.Foreground => Foreground,
        Ink.Muted => Muted,
        Ink.Grid => Grid,
        Ink.Training => Training,
        Ink.Validation => Validation,
        Ink.Accent => Accent,
        Ink.Good => Good,
        Ink.Bad => Bad,
        Ink.Fourth => Fourth,
        _ => Fifth,
    };
}
