using Receptive.Graph;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;

namespace Receptive.Training;

/// <summary>A metric under the name it is logged by.</summary>
/// <param name="Name">Such as <c>accuracy</c>, with the output's name before it where there are several.</param>
/// <param name="Metric">As it was given.</param>
/// <param name="Output">Which output it looks at.</param>
/// <param name="Weighted">Whether it takes account of the examples' weights.</param>
internal sealed record CompiledMetric(string Name, Metric Metric, int Output, bool Weighted);

/// <summary>What is asked for one output, as it was given to Compile.</summary>
/// <param name="Loss">What training makes smaller; null where nothing is asked of the output.</param>
/// <param name="Weight">How much that loss counts.</param>
/// <param name="Metrics">What else is logged.</param>
/// <param name="WeightedMetrics">The same, taking account of the examples' weights.</param>
internal sealed record OutputTarget(Loss? Loss, double Weight, IReadOnlyList<Metric> Metrics, IReadOnlyList<Metric> WeightedMetrics);

/// <summary>What a model was compiled with.</summary>
internal sealed class Compilation
{
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<OutputTarget>> _targets;
    private IReadOnlyList<OutputTarget>? _resolved;
    private IReadOnlyList<string> _loggedInTraining = [], _loggedInEvaluation = [];

    /// <param name="optimizer">How weights move.</param>
    /// <param name="targets">What is asked of each output, given their names.</param>
    public Compilation(Optimizer optimizer, Func<IReadOnlyList<string>, IReadOnlyList<OutputTarget>> targets) => (Optimizer, _targets) = (optimizer, targets);

    public Optimizer Optimizer { get; }

    /// <summary>The variables that train, as they were when the model was compiled, or first built after that.</summary>
    public IReadOnlyList<Variable>? Trained { get; private set; }

    /// <summary>The layers that did not train then.</summary>
    public IReadOnlySet<Layer> Frozen { get; private set; } = new HashSet<Layer>();

    /// <summary>What is asked of each output. Before the model knows its outputs it is taken to have one.</summary>
    public IReadOnlyList<OutputTarget> Targets(Model model) => _resolved ?? _targets(model.OutputNames.Count > 0 ? model.OutputNames : [""]);

    /// <summary>Settles what depends on the model's outputs and on what trains, once the model is built.</summary>
    /// <exception cref="ArgumentException">Losses or metrics do not fit the outputs.</exception>
    public void Settle(Model model)
    {
        if (_resolved is not null) return;
        IReadOnlyList<OutputTarget> targets = _targets(model.OutputNames);
        Trained = model.TrainableWeights;
        Frozen = AllLayers(model).Where(layer => !layer.Trainable).ToHashSet();
        Optimizer.BelongTo(model);
        Optimizer.Prepare(Trained);
        _resolved = targets;
    }

    /// <summary>The names of the losses that are logged one by one: none with a single output.</summary>
    public IReadOnlyList<string> LossNames(Model model) => Targets(model).Count < 2 ? [] : [.. Targets(model).Select((target, i) => target.Loss is null ? "" : $"{model.OutputNames[i]}_loss").Where(name => name.Length > 0)];

    /// <summary>The names of what a custom step logs besides; known once it has been described.</summary>
    public IReadOnlyList<string> Logged(bool training) => training ? _loggedInTraining : _loggedInEvaluation;

    public void SetLogged(bool training, IReadOnlyList<string> names)
    {
        if (training) _loggedInTraining = names;
        else _loggedInEvaluation = names;
    }

    /// <summary>The metrics under the names they are logged by.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public IReadOnlyList<CompiledMetric> Metrics(Model model)
    {
        IReadOnlyList<OutputTarget> targets = Targets(model);
        var all = new List<CompiledMetric>();
        var names = new HashSet<string>(StringComparer.Ordinal) { "loss" };
        for (int output = 0; output < targets.Count; output++)
        {
            string prefix = targets.Count > 1 ? $"{model.OutputNames[output]}_" : "";
            foreach (Metric metric in targets[output].Metrics)
            {
                if (!names.Add(prefix + metric.Name)) throw SameName(metric, "metrics");
                all.Add(new CompiledMetric(prefix + metric.Name, metric, output, false));
            }

            foreach (Metric metric in targets[output].WeightedMetrics)
            {
                // As in Keras: the same name again, weighted, gets a prefix.
                string name = names.Contains(prefix + metric.Name) ? $"{prefix}weighted_{metric.Name}" : prefix + metric.Name;
                if (!names.Add(name)) throw SameName(metric, "weightedMetrics");
                all.Add(new CompiledMetric(name, metric, output, true));
            }
        }

        return all;
    }

    private static IEnumerable<Layer> AllLayers(Layer layer) => layer.Parts.SelectMany(AllLayers).Prepend(layer);

    private static ArgumentException SameName(Metric metric, string parameter) =>
        new($"There are two metrics named \"{metric.Name}\"; logs would mix them. Give one another name.", parameter);
}
