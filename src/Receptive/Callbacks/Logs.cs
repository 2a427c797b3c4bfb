using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Receptive.Callbacks;

/// <summary>
/// What a batch or an epoch came to, by name in a fixed order: <c>loss</c>, the metrics, then the same with <c>val_</c>
/// before them. A callback may add values or change them; what is in it at the end of an epoch goes into the history.
/// </summary>
/// <remarks>
/// The object handed to batch hooks is one and the same throughout the training, with new values in it: copy what has
/// to be kept. Setting a name that is there allocates nothing.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Keras' word for it.")]
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    // A dozen names at most: a linear search beats hashing and keeps the order.
    private readonly List<string> _names = [];
    private readonly List<double> _values = [];

    /// <summary>No values yet.</summary>
    public Logs()
    {
    }

    /// <summary>A copy of values logged elsewhere.</summary>
    public Logs(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, double value) in values) this[name] = value;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values;

    /// <inheritdoc/>
    public int Count => _names.Count;

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">When reading: nothing of this name was logged.</exception>
    public double this[string key]
    {
        get => TryGetValue(key, out double value)
            ? value
            : throw new KeyNotFoundException($"Nothing is logged as \"{key}\". Logged: {string.Join(", ", _names)}.");
        set
        {
            int index = IndexOf(key);
            if (index >= 0)
            {
                _values[index] = value;
            }
            else
            {
                _names.Add(key);
                _values.Add(value);
            }
        }
    }

    /// <summary>Removes all values.</summary>
    public void Clear()
    {
        _names.Clear();
        _values.Clear();
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        int index = IndexOf(key);
        value = index < 0 ? 0 : _values[index];
        return index >= 0;
    }

    /// <summary>The name at a position.</summary>
    public string NameAt(int index) => _names[index];

    /// <summary>The value at a position; position 0 is the loss.</summary>
    public double ValueAt(int index) => _values[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (int i = 0; i < _names.Count; i++) yield return new(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Such as <c>loss: 0.2768 - accuracy: 0.9153</c>.</summary>
    public override string ToString() =>
        string.Join(" - ", this.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value:0.0000}")));

    /// <summary>Sets the value at a position that exists; no name is looked up.</summary>
    internal void SetAt(int index, double value) => _values[index] = value;

    private int IndexOf(string name)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal)) return i;
        }

        return -1;
    }
}
