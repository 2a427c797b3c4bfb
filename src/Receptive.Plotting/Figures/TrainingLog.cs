using System.Globalization;
using System.Text;

namespace Receptive.Plotting;

/// <summary>The values of a training, epoch by epoch, as figures need them: every name with its points.</summary>
internal sealed class TrainingLog
{
    private readonly Dictionary<string, List<(double Epoch, double Value)>> _values = new(StringComparer.Ordinal);

    /// <summary>The names in the order of their first appearance.</summary>
    public List<string> Names { get; } = [];

    public int Epochs { get; private set; }

    /// <summary>The points of a name, epochs counted from 1; null if it was not logged.</summary>
    public IReadOnlyList<(double Epoch, double Value)>? this[string name] => _values.GetValueOrDefault(name);

    /// <param name="epoch">Counted from 0.</param>
    /// <param name="values">What was logged.</param>
    public void Add(int epoch, IEnumerable<KeyValuePair<string, double>> values)
    {
        foreach ((string name, double value) in values)
        {
            if (!_values.TryGetValue(name, out List<(double, double)>? points))
            {
                _values[name] = points = [];
                Names.Add(name);
            }

            points.Add((epoch + 1, value));
        }

        Epochs++;
    }

    /// <summary>Whether less is better.</summary>
    public static bool SmallerIsBetter(string name)
    {
        string metric = name.StartsWith("val_", StringComparison.Ordinal) ? name[4..] : name;
        return metric.Contains("loss", StringComparison.OrdinalIgnoreCase)
            || metric.Contains("error", StringComparison.OrdinalIgnoreCase)
            || metric.Contains("crossentropy", StringComparison.OrdinalIgnoreCase)
            || metric is "mse" or "mae" or "rmse" or "mape" or "msle";
    }

    /// <summary>The best point of a metric: by its validation if there is one. Null if nothing finite was logged.</summary>
    public (double Epoch, double Value)? Best(string metric)
    {
        IEnumerable<(double Epoch, double Value)> points = (this["val_" + metric] ?? this[metric] ?? []).Where(point => double.IsFinite(point.Value));
        if (!points.Any()) return null;
        return SmallerIsBetter(metric) ? points.MinBy(point => point.Value) : points.MaxBy(point => point.Value);
    }

    /// <summary>Such as <c>Accuracy</c>, <c>Mean squared error</c>.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder(name.Replace('_', ' '));
        if (words.Length > 0) words[0] = char.ToUpper(words[0], CultureInfo.InvariantCulture);
        return words.ToString();
    }
}
