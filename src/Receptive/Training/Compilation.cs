using Receptive.Graph;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;

namespace Receptive.Training;

/// <summary>What a model was compiled with.</summary>
internal sealed class Compilation
{
    private Compilation(Optimizer optimizer, Loss loss, (string Name, Metric Metric, bool Weighted)[] metrics) =>
        (Optimizer, Loss, Metrics) = (optimizer, loss, metrics);

    public Optimizer Optimizer { get; }

    public Loss Loss { get; }

    /// <summary>The metrics under the names they are logged by; weighted ones take account of the examples' weights.</summary>
    public IReadOnlyList<(string Name, Metric Metric, bool Weighted)> Metrics { get; }

    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    public static Compilation From(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics, IReadOnlyList<Metric>? weightedMetrics)
    {
        var all = new List<(string Name, Metric Metric, bool Weighted)>();
        var names = new HashSet<string>(StringComparer.Ordinal) { "loss" };
        foreach (Metric metric in metrics ?? [])
        {
            ArgumentNullException.ThrowIfNull(metric, nameof(metrics));
            if (!names.Add(metric.Name)) throw SameName(metric, nameof(metrics));
            all.Add((metric.Name, metric, false));
        }

        foreach (Metric metric in weightedMetrics ?? [])
        {
            ArgumentNullException.ThrowIfNull(metric, nameof(weightedMetrics));

            // As in Keras: the same name again, weighted, gets a prefix.
            string name = names.Contains(metric.Name) ? "weighted_" + metric.Name : metric.Name;
            if (!names.Add(name)) throw SameName(metric, nameof(weightedMetrics));
            all.Add((name, metric, true));
        }

        return new Compilation(optimizer, loss, [.. all]);
    }

    /// <summary>The metrics themselves, "accuracy" resolved by the shapes.</summary>
    public Metric[] Resolve(Shape labels, Shape output) => [.. Metrics.Select(entry => entry.Metric.Resolve(labels, output))];

    private static ArgumentException SameName(Metric metric, string parameter) =>
        new($"There are two metrics named \"{metric.Name}\"; logs would mix them. Give one another name.", parameter);
}
