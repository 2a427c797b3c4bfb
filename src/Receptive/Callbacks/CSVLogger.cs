using System.Text;

namespace Receptive.Callbacks;

/// <summary>
/// Writes each epoch's values as a row of a CSV file, in the form Keras' CSVLogger writes. A row is on disk when its
/// epoch ends, so the file survives a crash; a plot can be drawn from it while training goes on.
/// </summary>
/// <remarks>
/// When appending, the columns are those the file has; values without a column are left out, and a row that a crash
/// cut short is removed.
/// </remarks>
/// <example><code>callbacks: [new CSVLogger("history.csv")]</code></example>
public sealed class CSVLogger : Callback
{
    private readonly char _separator;
    private readonly bool _append;
    private CsvTable _table;

    /// <param name="fileName">The file; its folder is made if needed.</param>
    /// <param name="separator">What stands between values.</param>
    /// <param name="append">Whether to go on after the rows that are there instead of starting anew.</param>
    public CSVLogger(string fileName, char separator = ',', bool append = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        (FileName, _separator, _append, _table) = (fileName, separator, append, new CsvTable(separator));
    }

    /// <summary>The file.</summary>
    public string FileName { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be opened for writing.</exception>
    /// <exception cref="InvalidDataException">Appending to something that is not such a file.</exception>
    public override void OnTrainBegin(Logs logs)
    {
        _table = new CsvTable(_separator);
        if (Path.GetDirectoryName(Path.GetFullPath(FileName)) is { } folder) Directory.CreateDirectory(folder);
        using FileStream file = Open(_append ? FileMode.OpenOrCreate : FileMode.Create);
        if (_append) Continue(file);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The row cannot be written, for example because the disk is full.</exception>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string text = "";
        if (_table.Names is null)
        {
            _table.SetNames(logs.Keys);
            text = _table.Header();
        }

        // One write for the whole row: a reader sees all of it or nothing. The file is not kept open between epochs, so
        // nothing has to be closed when a training ends by an error.
        using FileStream file = Open(FileMode.OpenOrCreate);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(text + _table.Row(epoch, logs)));
        file.Flush(flushToDisk: true);
    }

    private FileStream Open(FileMode mode) => new(FileName, mode, FileAccess.ReadWrite, FileShare.ReadWrite);

    private void Continue(FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(end);
        string content = Encoding.UTF8.GetString(bytes, 0, end);
        int headerEnd = content.IndexOf('\n', StringComparison.Ordinal);
        if (headerEnd >= 0) _table.SetNamesFromHeader(FileName, content[..headerEnd].TrimEnd('\r'));
    }
}
