using Receptive.Saving;

namespace Receptive.Callbacks;

/// <summary>
/// The losses and metrics of a training, epoch by epoch. <c>Fit</c> makes one by itself and returns it.
/// </summary>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 3, validationSplit: 0.1f);
/// Console.WriteLine(history["val_accuracy"][^1]);
/// history.SaveCsv("history.csv");                 // History.LoadCsv reads it back, in another process too
/// </code></example>
public sealed class History : Callback
{
    private readonly List<int> _epochs = [];
    private readonly List<Logs> _rows = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>The epochs that were run, counted from 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>What was logged, in the order of its first appearance: <c>loss</c>, the metrics, the validation's.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The names that are not the validation's of another: <c>loss</c> and the metrics.</summary>
    public IEnumerable<string> Metrics => _names.Where(name => !name.StartsWith("val_", StringComparison.Ordinal) || !Contains(name[4..]));

    /// <summary>
    /// The values of a name. There is one an epoch, except for validation that ran only every few epochs
    /// (<c>validationFreq</c>): then it is as many as validations, as in Keras.
    /// </summary>
    /// <exception cref="KeyNotFoundException">Nothing of this name was logged.</exception>
    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out List<double>? values)
        ? values
        : throw new KeyNotFoundException($"The history has no \"{name}\". It has: {string.Join(", ", _names)}.");

    /// <summary>Whether something of this name was logged.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>All that was logged in the epoch at a position of <see cref="Epochs"/>.</summary>
    public Logs Row(int index) => _rows[index];

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Add(epoch, logs);

    /// <summary>
    /// Writes the history as CSV in the form of <see cref="CSVLogger"/>: beside the old file, then in its place, so that
    /// the old one stays whole if something goes wrong. The folder is made if needed.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCsv(string path)
    {
        var table = new CsvTable(',');
        table.SetNames(_names);
        AtomicFile.Write(path, table.Header() + string.Concat(_rows.Select((row, i) => table.Row(_epochs[i], row))));
    }

    /// <summary>Reads a history that <see cref="SaveCsv"/>, <see cref="CSVLogger"/> or Keras' CSVLogger wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between values.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not such a file; the message says which line.</exception>
    public static History LoadCsv(string path, char separator = ',')
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var history = new History();
        foreach ((int epoch, Logs logs) in CsvTable.Read(path, separator)) history.Add(epoch, logs);
        return history;
    }

    private void Add(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epochs.Add(epoch);
        _rows.Add(new Logs(logs));
        foreach ((string name, double value) in logs)
        {
            if (!_values.TryGetValue(name, out List<double>? values))
            {
                _values[name] = values = [];
                _names.Add(name);
            }

            values.Add(value);
        }
    }
}
