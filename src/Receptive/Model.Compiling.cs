using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;

namespace Receptive;

/// <content>Configures training: optimizer, loss, metrics.</content>
public partial class Model
{
    private Compilation? _compilation;

    /// <summary>The optimizer the model was compiled with; null before.</summary>
    public Optimizer? Optimizer => _compilation?.Optimizer;

    /// <summary>The loss the model was compiled with, that of the first output where there are several; null before.</summary>
    public Loss? Loss => _compilation?.Targets(this).FirstOrDefault(target => target.Loss is not null)?.Loss;

    /// <summary>The metrics the model was compiled with.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Compiled().Where(entry => !entry.Weighted).Select(entry => entry.Metric)];

    /// <summary>Those of the metrics that take account of the examples' weights.</summary>
    public IReadOnlyList<Metric> WeightedMetrics => [.. Compiled().Where(entry => entry.Weighted).Select(entry => entry.Metric)];

    /// <summary>What the model was compiled with; null before.</summary>
    internal Compilation? Compilation => _compilation;

    /// <summary>The names metrics are logged by and which way is better.</summary>
    internal IEnumerable<(string Name, MetricDirection Direction)> MetricDirections => Compiled().Select(entry => (entry.Name, entry.Metric.Direction));

    /// <summary>How many steps the optimizer has made.</summary>
    internal long CompletedSteps => Optimizer?.Iterations ?? 0;

    /// <summary>Configures training: optimizer, loss, metrics. Which layers train is noted here, too.</summary>
    /// <param name="optimizer">How weights move: "adam", "sgd", or an object with arguments.</param>
    /// <param name="loss">What training makes smaller: "categorical_crossentropy", "mse", ..., or an object with arguments. With several outputs it is asked of each.</param>
    /// <param name="metrics">What else is logged: "accuracy", ... With several outputs there is one an output.</param>
    /// <param name="weightedMetrics">The same, but taking account of the examples' weights.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name, or there are not as many as outputs.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained right now.</exception>
    /// <example><code>model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);</code></example>
    public void Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null, IReadOnlyList<Metric>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        metrics = Checked(metrics, nameof(metrics));
        weightedMetrics = Checked(weightedMetrics, nameof(weightedMetrics));
        SetCompilation(optimizer, outputs => outputs.Count == 1
            ? [new OutputTarget(loss, 1, metrics, weightedMetrics)]
            : [.. outputs.Select((_, i) => new OutputTarget(loss, 1, PerOutput(metrics, outputs, i, nameof(metrics)), PerOutput(weightedMetrics, outputs, i, nameof(weightedMetrics))))]);
    }

    /// <summary>Configures training with a loss for each output.</summary>
    /// <param name="optimizer">How weights move.</param>
    /// <param name="losses">A loss an output, in their order; null where nothing is asked of one.</param>
    /// <param name="metrics">Metrics for each output.</param>
    /// <param name="lossWeights">How much each loss counts; 1 by default.</param>
    /// <param name="weightedMetrics">Metrics that take account of the examples' weights, for each output.</param>
    /// <exception cref="ArgumentException">There are not as many as outputs.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained right now.</exception>
    /// <example><code>model.Compile("adam", ["categorical_crossentropy", "mse"], metrics: [["accuracy"], []], lossWeights: [1, 0.3]);</code></example>
    public void Compile(
        Optimizer optimizer,
        IReadOnlyList<Loss?> losses,
        IReadOnlyList<IReadOnlyList<Metric>>? metrics = null,
        IReadOnlyList<double>? lossWeights = null,
        IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        SetCompilation(optimizer, outputs =>
        {
            RequireCount(losses.Count, outputs, nameof(losses));
            if (metrics is not null) RequireCount(metrics.Count, outputs, nameof(metrics));
            if (lossWeights is not null) RequireCount(lossWeights.Count, outputs, nameof(lossWeights));
            if (weightedMetrics is not null) RequireCount(weightedMetrics.Count, outputs, nameof(weightedMetrics));
            return [.. losses.Select((loss, i) => new OutputTarget(loss, CheckedWeight(lossWeights?[i] ?? 1), metrics?[i] ?? [], weightedMetrics?[i] ?? []))];
        });
    }

    /// <summary>Configures training with losses by the names of the outputs, which are those of the layers that make them.</summary>
    /// <param name="optimizer">How weights move.</param>
    /// <param name="losses">Losses by output; nothing is asked of one that is not there.</param>
    /// <param name="metrics">Metrics by output.</param>
    /// <param name="lossWeights">How much losses count, by output; 1 by default.</param>
    /// <param name="weightedMetrics">Metrics that take account of the examples' weights, by output.</param>
    /// <exception cref="ArgumentException">There is no output of a name.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained right now.</exception>
    public void Compile(
        Optimizer optimizer,
        IReadOnlyDictionary<string, Loss> losses,
        IReadOnlyDictionary<string, IReadOnlyList<Metric>>? metrics = null,
        IReadOnlyDictionary<string, double>? lossWeights = null,
        IReadOnlyDictionary<string, IReadOnlyList<Metric>>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        SetCompilation(optimizer, outputs =>
        {
            foreach (string name in losses.Keys.Concat(metrics?.Keys ?? []).Concat(lossWeights?.Keys ?? []).Concat(weightedMetrics?.Keys ?? []))
            {
                if (!outputs.Contains(name)) throw new ArgumentException($"The model '{Name}' has no output '{name}'. It has: {string.Join(", ", outputs)}.", nameof(losses));
            }

            return [.. outputs.Select(name => new OutputTarget(
                losses.GetValueOrDefault(name), CheckedWeight(lossWeights?.TryGetValue(name, out double weight) == true ? weight : 1),
                metrics?.GetValueOrDefault(name) ?? [], weightedMetrics?.GetValueOrDefault(name) ?? []))];
        });
    }

    private protected void ForgetCompilation()
    {
        _compilation = null;
        DiscardPrograms();
    }

    private void SetCompilation(Optimizer optimizer, Func<IReadOnlyList<string>, IReadOnlyList<OutputTarget>> targets)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireIdle("Compile cannot be called");
        var compilation = new Compilation(optimizer, targets);
        if (OutputShapes.Count > 0) compilation.Settle(this);
        _ = compilation.Metrics(this);
        ForgetCompilation();
        _compilation = compilation;
    }

    private Compilation RequireCompiled(string method) => _compilation ?? throw new InvalidOperationException(
        $"{method}: the model '{Name}' was not compiled, so it has no optimizer, loss or metrics. Call Compile(optimizer, loss, metrics) first; it is also needed again after layers were added or removed.");

    private IReadOnlyList<CompiledMetric> Compiled() => _compilation?.Metrics(this) ?? [];

    private static IReadOnlyList<Metric> Checked(IReadOnlyList<Metric>? metrics, string parameter)
    {
        foreach (Metric metric in metrics ?? []) ArgumentNullException.ThrowIfNull(metric, parameter);
        return metrics ?? [];
    }

    private IReadOnlyList<Metric> PerOutput(IReadOnlyList<Metric> metrics, IReadOnlyList<string> outputs, int index, string parameter)
    {
        if (metrics.Count == 0) return [];
        RequireCount(metrics.Count, outputs, parameter);
        return [metrics[index]];
    }

    private void RequireCount(int count, IReadOnlyList<string> outputs, string parameter)
    {
        if (count != outputs.Count)
            throw new ArgumentException($"The model '{Name}' has {outputs.Count} outputs ({string.Join(", ", outputs)}), but {parameter} has {count} entries: give one an output, or use their names.", parameter);
    }

    private static double CheckedWeight(double weight) => double.IsFinite(weight) ? weight : throw new ArgumentException($"A loss weight must be a finite number, not {weight}.");
}
