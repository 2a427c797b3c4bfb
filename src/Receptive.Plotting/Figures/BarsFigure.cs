using System.Globalization;

namespace Receptive.Plotting;

/// <summary>One bar, or bars that belong together.</summary>
/// <param name="Label">What stands at the left.</param>
/// <param name="Values">One value for each series.</param>
/// <param name="Note">Words behind the last bar; by default its value.</param>
internal sealed record BarGroup(string Label, IReadOnlyList<double> Values, string? Note = null);

/// <summary>Horizontal bars with their values, by layer for example, on a plain or a logarithmic scale.</summary>
public sealed record BarsFigure : Figure
{
    private static readonly Ink[] s_inks = [Ink.Accent, Ink.Fifth, Ink.Fourth];

    private readonly IReadOnlyList<BarGroup> _groups;

    internal BarsFigure(IReadOnlyList<BarGroup> groups, IReadOnlyList<string> series) => (_groups, SeriesLabels) = (groups, series);

    /// <summary>What the legend calls the bars of a group.</summary>
    /// <exception cref="ArgumentException">When setting: another number of them.</exception>
    public IReadOnlyList<string> SeriesLabels
    {
        get;
        init => field = value is not null && value.Count == _groups[0].Values.Count
            ? value
            : throw new ArgumentException($"A group has {_groups[0].Values.Count} bars: name each.", nameof(value));
    }

    /// <summary>Whether the scale goes by powers of ten.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>What stands behind a number, such as <c>ms</c>.</summary>
    public string Unit { get; init; } = "";

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => (Narrow ? NarrowWidth : 760, (int)(_groups.Count * GroupHeight + 30 + LegendHeight + TitleHeight));

    /// <inheritdoc/>
    public override string Description => string.Join("; ", _groups.Select(group =>
        $"{group.Label}: {string.Join(", ", group.Values.Select((value, i) => (SeriesLabels.Count > 1 ? SeriesLabels[i] + " " : "") + Number(value) + Unit))}")) + ".";

    private double GroupHeight => 14 + NameHeight + 18 * SeriesLabels.Count;

    private double NameHeight => Narrow ? 20 : 0;

    private double LegendHeight => SeriesLabels.Count == 1 ? 0 : Narrow ? 20 * SeriesLabels.Count + 10 : 30;

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area).Inset(10);
        double nameWidth = Narrow ? 4 : Math.Min(area.Width * 0.3, _groups.Max(group => FontBook.Measure(group.Label, 13))) + 14;
        double noteWidth = _groups.Max(group => group.Values.Max(value => FontBook.Measure(group.Note ?? Number(value) + Unit, 12))) + 12;
        double[] values = [.. _groups.SelectMany(group => group.Values)];
        double high = Math.Max(values.Max(), 1e-12), low = Logarithmic ? Math.Pow(10, Math.Floor(Math.Log10(Math.Max(values.Where(v => v > 0).DefaultIfEmpty(1).Min(), 1e-12))) - 0.3) : 0;
        var plot = new Box(area.X + nameWidth, area.Y + LegendHeight, Math.Max(10, area.Width - nameWidth - noteWidth), Math.Max(10, area.Height - LegendHeight));
        if (SeriesLabels.Count > 1) DrawLegend(canvas, area);

        double groupHeight = plot.Height / _groups.Count, bar = (groupHeight - 10 - NameHeight) / SeriesLabels.Count;
        for (int g = 0; g < _groups.Count; g++)
        {
            double top = plot.Y + g * groupHeight + 5 + NameHeight;
            canvas.BeginGroup("bars", _groups[g].Label);
            if (Narrow) canvas.TextFitted(_groups[g].Label, plot.X, top - 5, area.Width - 4, 13, Ink.Foreground, Anchor.Start);
            else canvas.TextCentered(FontBook.Cut(_groups[g].Label, 13, false, nameWidth - 12), plot.X - 10, top + bar * SeriesLabels.Count / 2, 13, Ink.Foreground, Anchor.End);
            for (int s = 0; s < _groups[g].Values.Count; s++)
            {
                double value = _groups[g].Values[s];
                double share = Logarithmic ? (value > low ? Math.Log10(value / low) / Math.Log10(high / low) : 0) : value / high;
                double width = Math.Max(value > 0 ? 1.5 : 0, share * plot.Width), y = top + s * bar;
                canvas.Rectangle(new Box(plot.X, y + 1, width, Math.Max(2, bar - 2)), s_inks[s % s_inks.Length], radius: 2);
                canvas.TextCentered(s == _groups[g].Values.Count - 1 && _groups[g].Note is { } note ? note : Number(value) + Unit, plot.X + width + 7, y + bar / 2, 12, Ink.Muted, Anchor.Start);
            }

            canvas.EndGroup();
        }
    }

    private void DrawLegend(Canvas canvas, Box area)
    {
        double x = area.X + 6, y = area.Y + 4;
        canvas.BeginGroup("legend");
        for (int i = 0; i < SeriesLabels.Count; i++)
        {
            canvas.Rectangle(new Box(x, y, 13, 13), s_inks[i % s_inks.Length], radius: 2);
            canvas.TextCentered(SeriesLabels[i], x + 20, y + 6.5, 12.5, Ink.Foreground, Anchor.Start);
            if (Narrow) y += 20;
            else x += 44 + FontBook.Measure(SeriesLabels[i], 12.5);
        }

        canvas.EndGroup();
    }

    internal static string Number(double value) => value switch
    {
        0 => "0",
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.##", CultureInfo.InvariantCulture),
        >= 0.0005 => value.ToString("0.###", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#e0", CultureInfo.InvariantCulture).Replace('-', '−'),
    };
}
