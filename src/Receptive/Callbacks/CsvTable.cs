using System.Globalization;
using System.Text;
using Receptive.Common;

namespace Receptive.Callbacks;

/// <summary>
/// The CSV of Keras' CSVLogger: a header <c>epoch,accuracy,loss,...</c> with sorted names, one row an epoch, numbers as
/// Python prints them, <c>NA</c> where an epoch logged nothing, and lines that end with CR LF as RFC 4180 and Python's
/// csv module have it.
/// </summary>
internal sealed class CsvTable(char separator)
{
    private const string LineEnd = "\r\n";
    private const string Missing = "NA";

    private string[]? _names;

    /// <summary>The columns after <c>epoch</c>; null until the first row or header fixed them.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>Fixes the columns: the names sorted; where no validation is among them yet, places for its values too.</summary>
    public void SetNames(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        _names = sorted.Any(name => name.StartsWith("val_", StringComparison.Ordinal))
            ? sorted
            : [.. sorted, .. sorted.Select(name => "val_" + name)];
    }

    /// <summary>Takes the columns from the header of a file that is to be continued.</summary>
    /// <exception cref="InvalidDataException">It is no such header.</exception>
    public void SetNamesFromHeader(string path, string header)
    {
        List<string> cells = Split(header);
        if (cells.Count == 0 || cells[0] != "epoch")
            throw new InvalidDataException($"'{path}' is not a training log: its first column is not \"epoch\".");
        _names = [.. cells.Skip(1)];
    }

    public string Header() => string.Join(separator, ["epoch", .. _names!.Select(Quote)]) + LineEnd;

    public string Row(int epoch, Logs logs)
    {
        var row = new StringBuilder(epoch.ToString(CultureInfo.InvariantCulture));
        foreach (string name in _names!)
            row.Append(separator).Append(logs.TryGetValue(name, out double value) ? PythonFormat.Repr(value) : Missing);
        return row.Append(LineEnd).ToString();
    }

    /// <summary>
    /// Reads the rows. A last one without the end of its line was cut short, by a crash or because it is being written, and
    /// is left out: a number in it may lack digits.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not such a table.</exception>
    public static IEnumerable<(int Epoch, Logs Logs)> Read(string path, char separator)
    {
        var table = new CsvTable(separator);
        int number = 0;
        string text = File.ReadAllText(path);
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0) continue;
            if (table._names is null)
            {
                table.SetNamesFromHeader(path, line);
                continue;
            }

            List<string> cells = table.Split(line);
            if (cells.Count != table._names.Length + 1)
                throw new InvalidDataException($"'{path}', line {number}: {cells.Count} values, but the header names {table._names.Length + 1} columns.");
            if (!int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch))
                throw new InvalidDataException($"'{path}', line {number}: \"{cells[0]}\" is not the number of an epoch.");
            var logs = new Logs();
            for (int i = 0; i < table._names.Length; i++)
            {
                if (ReadNumber(cells[i + 1]) is { } value) logs[table._names[i]] = value;
                else if (cells[i + 1] is not (Missing or ""))
                    throw new InvalidDataException($"'{path}', line {number}: \"{cells[i + 1]}\" is not a number.");
            }

            yield return (epoch, logs);
        }
    }

    private static double? ReadNumber(string cell) => cell switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
    };

    private string Quote(string cell) => cell.Contains(separator, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\r\n")
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell;

    private List<string> Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (c == '"') quoted = !quoted;
            else if (c == separator && !quoted) { cells.Add(cell.ToString()); cell.Clear(); }
            else cell.Append(c);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
