using System.Globalization;
using System.Text;
using Receptive.Reports;

namespace Receptive.Terminal;

/// <summary>A confusion matrix as a table with names, and the most frequent confusions in words.</summary>
/// <example><code>Console.Write(TerminalConfusion.Render(new ConfusionMatrix(yTrue, yPred, names)));</code></example>
public static class TerminalConfusion
{
    private const int LongestName = 16;

    /// <summary>Draws the matrix; rows are true classes, columns predicted ones, and a dot stands for none.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="style">What the terminal can show; by default <see cref="TerminalStyles.Detect()"/>.</param>
    /// <param name="confusions">How many of the most frequent confusions are listed below.</param>
    /// <returns>Lines that each end with a line feed.</returns>
    public static string Render(ConfusionMatrix matrix, TerminalStyle? style = null, int confusions = 3)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        TerminalStyle shown = style ?? TerminalStyles.Detect();
        bool unicode = shown != TerminalStyle.Ascii;
        string vertical = unicode ? "│" : "|", none = unicode ? "·" : ".";
        string[] names = [.. matrix.Names.Select(name => TerminalText.Cut(name, LongestName))];
        const string corner = "true \\ predicted";
        int nameWidth = Math.Max(corner.Length, names.Max(TerminalText.Width));
        int[] widths = [.. Enumerable.Range(0, matrix.Size).Select(column => Math.Max(
            TerminalText.Width(names[column]),
            Enumerable.Range(0, matrix.Size).Max(row => Number(matrix[row, column]).Length)))];

        var text = new StringBuilder();
        text.Append(TerminalText.PadRight(corner, nameWidth)).Append(' ').Append(vertical);
        for (int column = 0; column < matrix.Size; column++) text.Append(' ').Append(TerminalText.PadLeft(names[column], widths[column]));
        text.Append("   recall\n");
        text.Append(unicode ? '─' : '-', nameWidth + 1).Append(unicode ? '┼' : '+').Append(unicode ? '─' : '-', widths.Sum() + matrix.Size + 9).Append('\n');

        for (int row = 0; row < matrix.Size; row++)
        {
            long total = Enumerable.Range(0, matrix.Size).Sum(column => matrix[row, column]);
            text.Append(TerminalText.PadRight(names[row], nameWidth)).Append(' ').Append(vertical);
            for (int column = 0; column < matrix.Size; column++)
            {
                long count = matrix[row, column];
                string cell = (count == 0 ? none : Number(count)).PadLeft(widths[column]);
                bool wrong = row != column && count > 0;
                text.Append(' ');
                if (shown == TerminalStyle.Color && count > 0) text.Append(wrong ? "\e[31m" : "\e[32m").Append(cell).Append("\e[0m");
                else text.Append(cell);
            }

            text.Append((total == 0 ? "-" : ((double)matrix[row, row] / total).ToString("0.0%", CultureInfo.InvariantCulture)).PadLeft(9)).Append('\n');
        }

        foreach ((int truth, int predicted, long count, double share) in matrix.MostConfused(confusions))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{matrix.Names[truth]} taken for {matrix.Names[predicted]}: {(count == 1 ? "once" : $"{count:N0} times")} ({share:0.0%} of {matrix.Names[truth]})\n");
        }

        return text.ToString();
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
