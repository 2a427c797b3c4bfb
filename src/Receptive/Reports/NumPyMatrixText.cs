using System.Globalization;
using System.Text;

namespace Receptive.Reports;

/// <summary>
/// A matrix of whole numbers as NumPy prints it under its default print options: right-aligned columns of one width,
/// lines of at most 75 characters, and only the outer three rows and columns of a matrix of more than 1,000 elements.
/// </summary>
internal static class NumPyMatrixText
{
    private const int LineWidth = 75;
    private const int Threshold = 1000;
    private const int EdgeItems = 3;

    public static string Format(ReadOnlySpan<long> values, int rows, int columns)
    {
        bool summarize = values.Length > Threshold;
        int[] shownRows = Shown(rows, summarize);
        int[] shownColumns = Shown(columns, summarize);

        int width = 0;
        foreach (int row in shownRows)
        {
            foreach (int column in shownColumns)
            {
                if (row >= 0 && column >= 0) width = Math.Max(width, Word(values[row * columns + column]).Length);
            }
        }

        var text = new StringBuilder("[");
        for (int i = 0; i < shownRows.Length; i++)
        {
            if (i > 0) text.Append("\n ");
            if (shownRows[i] < 0)
                text.Append("...");
            else
                AppendRow(text, values.Slice(shownRows[i] * columns, columns), shownColumns, width);
        }

        return text.Append(']').ToString();
    }

    // The indices to show, with -1 where those between are left out.
    private static int[] Shown(int count, bool summarize) => summarize && count > 2 * EdgeItems
        ? [.. Enumerable.Range(0, EdgeItems), -1, .. Enumerable.Range(count - EdgeItems, EdgeItems)]
        : [.. Enumerable.Range(0, count)];

    private static void AppendRow(StringBuilder text, ReadOnlySpan<long> row, int[] shownColumns, int width)
    {
        // NumPy's own counting: one character of the line is kept for the outer bracket, one for the row's.
        const int lineLimit = LineWidth - 2;
        const string indent = "  ";
        var line = new StringBuilder(indent);
        var lines = new StringBuilder();
        for (int i = 0; i < shownColumns.Length; i++)
        {
            string word = shownColumns[i] < 0 ? "..." : Word(row[shownColumns[i]]).PadLeft(width);
            if (line.Length + word.Length > lineLimit && line.Length > indent.Length)
            {
                lines.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(indent);
            }

            line.Append(word);
            if (i < shownColumns.Length - 1) line.Append(' ');
        }

        lines.Append(line);
        text.Append('[').Append(lines.ToString(), indent.Length, lines.Length - indent.Length).Append(']');
    }

    private static string Word(long value) => value.ToString(CultureInfo.InvariantCulture);
}
