using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>
/// The loss and metrics of an evaluation, by name or by position as in Keras' list: <c>result["accuracy"]</c> or
/// <c>result[1]</c>.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is a result first; that it can be read like a dictionary is a convenience.")]
public sealed class EvaluationResult : IReadOnlyDictionary<string, double>
{
    private readonly Logs _logs;

    internal EvaluationResult(Logs logs) => _logs = new Logs(logs);

    /// <summary>The mean loss.</summary>
    public double Loss => _logs.ValueAt(0);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _logs.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _logs.Values;

    /// <inheritdoc/>
    public int Count => _logs.Count;

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">The model was not compiled with a metric of this name.</exception>
    public double this[string key] => _logs[key];

    /// <summary>The value at a position: 0 is the loss, then the metrics in the order of <c>Compile</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public double this[int index] => _logs.ValueAt(index);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _logs.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => _logs.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _logs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Such as <c>loss: 0.0294 - accuracy: 0.9917</c>.</summary>
    public override string ToString() => _logs.ToString();
}
