using System.Globalization;
using System.Text;
using Receptive.Pictures;

namespace Receptive.Terminal;

/// <summary>Curves as text: a training's history where no picture can be shown.</summary>
/// <example><code>
/// Console.Write(TerminalChart.Render([new("loss", history["loss"]), new("val_loss", history["val_loss"])], title: "Loss"));
/// </code></example>
public static class TerminalChart
{
    private const string Markers = "ox+*#@";
    private const int DefaultHeight = 14;

    private static readonly string[] s_colors = ["\e[34m", "\e[31m", "\e[32m", "\e[35m", "\e[36m", "\e[33m"];

    /// <summary>One curve: a value for each step, the first at x = 1.</summary>
    /// <param name="Name">What the legend calls it.</param>
    /// <param name="Values">The values; those that are no finite number are gaps.</param>
    public readonly record struct Curve(string Name, IReadOnlyList<double> Values);

    /// <summary>Draws curves over the steps they are of, with their scale at the left and a legend below.</summary>
    /// <param name="curves">At most six.</param>
    /// <param name="title">What stands above; nothing by default.</param>
    /// <param name="style">What the terminal can show; by default <see cref="TerminalStyles.Detect()"/>.</param>
    /// <param name="width">The columns there are, the scale included; at least 20.</param>
    /// <param name="height">The lines of the chart itself; at least 3.</param>
    /// <param name="xLabel">What the steps are.</param>
    /// <returns>Lines that each end with a line feed.</returns>
    /// <exception cref="ArgumentException">There are no curves, more than six, or not one finite value.</exception>
    public static string Render(
        IReadOnlyList<Curve> curves,
        string? title = null,
        TerminalStyle? style = null,
        int width = 80,
        int height = DefaultHeight,
        string xLabel = "epoch")
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 3);
        if (curves.Count is 0 or > 6) throw new ArgumentException($"A chart in the terminal shows 1 to 6 curves; got {curves.Count}.", nameof(curves));
        double[] finite = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        if (finite.Length == 0) throw new ArgumentException("None of the curves has a finite value: there is nothing to draw.", nameof(curves));

        TerminalStyle shown = style ?? TerminalStyles.Detect();
        bool unicode = shown != TerminalStyle.Ascii;
        (double low, double high) = (finite.Min(), finite.Max());
        if (high <= low) (low, high) = (low - Math.Max(Math.Abs(low) * 0.1, 1e-6), high + Math.Max(Math.Abs(high) * 0.1, 1e-6));

        double[] ticks = NiceTicks.Linear(low, high, Math.Max(3, height / 2));
        string[] labels = NiceTicks.Labels(ticks, unicode);
        int labelWidth = labels.Max(label => label.Length);
        int plotWidth = width - labelWidth - 2;
        int steps = curves.Max(curve => curve.Values.Count);

        (char Symbol, int Curve)[,] cells = unicode
            ? DrawDots(curves, steps, plotWidth, height, low, high)
            : DrawMarkers(curves, steps, plotWidth, height, low, high);

        var text = new StringBuilder();
        if (title is not null) text.Append(' ', labelWidth + 2).Append(title).Append('\n');
        var labelOfRow = new Dictionary<int, string>();
        for (int i = 0; i < ticks.Length; i++) labelOfRow.TryAdd(RowOf(ticks[i], low, high, height), labels[i]);
        for (int row = 0; row < height; row++)
        {
            bool hasLabel = labelOfRow.TryGetValue(row, out string? label);
            text.Append((label ?? "").PadLeft(labelWidth)).Append(' ').Append(unicode ? hasLabel ? '┤' : '│' : hasLabel ? '+' : '|');
            AppendRow(text, cells, row, plotWidth, shown == TerminalStyle.Color);
            text.Append('\n');
        }

        text.Append(' ', labelWidth + 1).Append(unicode ? '└' : '+').Append(unicode ? '─' : '-', plotWidth).Append('\n');
        string last = steps.ToString(CultureInfo.InvariantCulture);
        string axis = steps > 1 ? $"1{xLabel.PadLeft((plotWidth - 1 + xLabel.Length) / 2)}" : $"1 {xLabel}";
        text.Append(' ', labelWidth + 2).Append(steps > 1 ? axis + last.PadLeft(Math.Max(last.Length + 1, plotWidth - axis.Length)) : axis).Append('\n');
        text.Append(' ', labelWidth + 2);
        for (int i = 0; i < curves.Count; i++)
        {
            if (i > 0) text.Append("   ");
            if (shown == TerminalStyle.Color) text.Append(s_colors[i]);
            text.Append(unicode && shown == TerminalStyle.Color ? '●' : Markers[i]);
            if (shown == TerminalStyle.Color) text.Append("\e[0m");
            text.Append(' ').Append(curves[i].Name);
        }

        return text.Append('\n').ToString();
    }

    private static int RowOf(double value, double low, double high, int height) =>
        (int)Math.Round((high - value) / (high - low) * (height - 1));

    private static (char Symbol, int Curve)[,] DrawMarkers(IReadOnlyList<Curve> curves, int steps, int width, int height, double low, double high)
    {
        var cells = new (char, int)[height, width];
        for (int c = 0; c < curves.Count; c++)
        {
            for (int i = 0; i < curves[c].Values.Count; i++)
            {
                double value = curves[c].Values[i];
                if (!double.IsFinite(value)) continue;
                int column = steps == 1 ? 0 : (int)Math.Round(i * (width - 1.0) / (steps - 1));
                cells[RowOf(value, low, high, height), column] = (Markers[c], c);
            }
        }

        return cells;
    }

    /// <summary>Lines of braille dots, two columns and four rows of them a character; each curve's values get its marker on top.</summary>
    private static (char Symbol, int Curve)[,] DrawDots(IReadOnlyList<Curve> curves, int steps, int width, int height, double low, double high)
    {
        var cells = new (char Symbol, int Curve)[height, width];
        for (int c = 0; c < curves.Count; c++)
        {
            (double X, double Y)? previous = null;
            for (int i = 0; i < curves[c].Values.Count; i++)
            {
                double value = curves[c].Values[i];
                if (!double.IsFinite(value))
                {
                    previous = null;
                    continue;
                }

                double x = steps == 1 ? 0 : i * (width * 2 - 1.0) / (steps - 1);
                double y = (high - value) / (high - low) * (height * 4 - 1);
                (double fromX, double fromY) = previous ?? (x, y);
                int points = (int)Math.Ceiling(Math.Max(Math.Abs(x - fromX), Math.Abs(y - fromY))) + 1;
                for (int p = 0; p <= points; p++)
                {
                    double share = (double)p / points;
                    Dot(cells, (int)Math.Round(fromX + (x - fromX) * share), (int)Math.Round(fromY + (y - fromY) * share), c);
                }

                previous = (x, y);
            }
        }

        // Without colour only the markers tell the curves apart: on each value, or on some where there are many.
        int every = Math.Max(1, (int)Math.Ceiling(steps / (width / 6.0)));
        for (int c = 0; c < curves.Count; c++)
        {
            for (int i = 0; i < curves[c].Values.Count; i += every)
            {
                double value = curves[c].Values[i];
                if (!double.IsFinite(value)) continue;
                double x = steps == 1 ? 0 : i * (width * 2 - 1.0) / (steps - 1);
                int row = (int)Math.Round((high - value) / (high - low) * (height * 4 - 1)) / 4;
                cells[row, (int)Math.Round(x) / 2] = (Markers[c], c);
            }
        }

        return cells;
    }

    private static void Dot((char Symbol, int Curve)[,] cells, int x, int y, int curve)
    {
        // Braille patterns: U+2800 and a bit a dot; dots 1 to 3 and 7 in the left column, 4 to 6 and 8 in the right.
        ReadOnlySpan<byte> bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
        ref (char Symbol, int Curve) cell = ref cells[y / 4, x / 2];
        int pattern = cell.Symbol is >= '\u2800' and <= '\u28FF' ? cell.Symbol - '\u2800' : 0;
        cell = ((char)('\u2800' + (pattern | bits[y % 4 * 2 + x % 2])), curve);
    }

    private static void AppendRow(StringBuilder text, (char Symbol, int Curve)[,] cells, int row, int width, bool color)
    {
        int end = width;
        while (end > 0 && cells[row, end - 1].Symbol == '\0') end--;
        int current = -1;
        for (int column = 0; column < end; column++)
        {
            (char symbol, int curve) = cells[row, column];
            if (color && symbol != '\0' && curve != current)
            {
                text.Append(s_colors[curve]);
                current = curve;
            }

            text.Append(symbol == '\0' ? ' ' : symbol);
        }

        if (current >= 0) text.Append("\e[0m");
    }
}
