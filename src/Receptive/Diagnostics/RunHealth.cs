using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Training;

namespace Receptive.Diagnostics;

/// <summary>How a layer was in one epoch.</summary>
/// <param name="Epoch">Counted from 0.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="UpdateRatio">
/// The size of a step's change of the layer's weights against the size of the weights (Euclidean norms), in the epoch's
/// last step. Null for a layer without weights that train. Around 0.001 is usual; it falls as training goes on.
/// </param>
/// <param name="DeadShare">The share of ReLU units, 0 to 1, that gave 0 for every image of the sample; null where there is no ReLU or no sample.</param>
/// <param name="Spread">The standard deviation of the layer's outputs over the sample; null without a sample.</param>
public sealed record LayerHealth(int Epoch, string Layer, double? UpdateRatio, double? DeadShare, double? Spread);

/// <summary>
/// Watches a training from inside, layer by layer: how large steps are against the weights, how many ReLU units never
/// answer, how widely outputs spread; at the end also how long each layer takes. It costs a copy of the weights and one
/// pass over a few images an epoch.
/// </summary>
/// <example><code>
/// var health = new RunHealth(xTrain);
/// model.Fit(xTrain, yTrain, callbacks: [health]);
/// foreach (HealthFinding finding in health.Findings()) Console.WriteLine(finding);
/// </code></example>
public sealed class RunHealth : Callback
{
    private const int SampleSize = 128;
    private const int SampleBatch = 32;

    // Outside of these something is off: with a ratio of 0.2 a layer forgets its weights within five steps, with 1e-6 it
    // would take a million steps to change them. Both are far from what usual runs show (1e-4 to 5e-2).
    private const double LargestUpdate = 0.2;
    private const double SmallestUpdate = 1e-6;
    private const double ManyDead = 0.5;
    private const double LargestSpread = 1e3;
    private const double SmallestSpread = 1e-4;

    private readonly Rows? _sample;
    private readonly List<LayerHealth> _records = [];
    private readonly Dictionary<Variable, float[]> _before = [];

    /// <param name="sample">Images as the model takes them, of which some are used; without it only the steps are watched.</param>
    public RunHealth(Examples? sample = null) => _sample = sample?.ToRows(nameof(sample), [nameof(sample)])[0];

    /// <summary>All that was recorded, epoch by epoch, in each the layers in order.</summary>
    public IReadOnlyList<LayerHealth> Records => _records;

    /// <summary>The layers recorded, in order.</summary>
    public IReadOnlyList<string> Layers => [.. _records.Select(record => record.Layer).Distinct()];

    /// <summary>How long each layer takes, measured when the training has ended; empty before.</summary>
    public IReadOnlyList<LayerTime> Times { get; private set; } = [];

    /// <summary>Billions of operations a second that the machine can do at most, measured with <see cref="Times"/>; 0 before.</summary>
    public double PeakGigaflops { get; private set; }

    /// <summary>Which layers wait for memory on this machine, with advice. Unlike <see cref="Findings"/> it differs by machine and moment.</summary>
    public IReadOnlyList<HealthFinding> TimeFindings() => LayerTimes.Review(Times, PeakGigaflops);

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _records.Clear();
        (Times, PeakGigaflops) = ([], 0);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => (Times, PeakGigaflops) = (LayerTimes.Of(Model), LayerTimes.PeakGigaflops(Model));

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch, Logs logs)
    {
        // Where the data may end before the steps do, any batch may be the epoch's last.
        bool mayEndEarlier = Parameters.Steps == 0 || (Parameters.Samples > 0 && (long)(Parameters.Steps - 1) * Parameters.BatchSize >= Parameters.Samples);
        if (batch != Parameters.Steps - 1 && !mayEndEarlier) return;
        foreach (Variable variable in Model.TrainableWeights)
        {
            if (!_before.TryGetValue(variable, out float[]? copy)) _before[variable] = copy = new float[variable.Span.Length];
            variable.Span.CopyTo(copy);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ModelTrace trace = ModelTrace.Of(Model);
        Dictionary<string, (double? Dead, double Spread)> outputs = _sample is null ? [] : Observe(trace);
        foreach (TracedLayer traced in trace.Layers)
        {
            string name = traced.Name;
            double? update = UpdateRatio(traced.Layer.TrainableWeights);
            bool observed = outputs.TryGetValue(name, out (double? Dead, double Spread) output);
            if (update is not null || observed) _records.Add(new LayerHealth(epoch, name, update, output.Dead, observed ? output.Spread : null));
        }

        _before.Clear();
    }

    /// <summary>
    /// What is off in the learning, a sentence of advice each, judged by the last epoch; nothing if all is as it should be.
    /// The same run has the same findings on every machine.
    /// </summary>
    public IReadOnlyList<HealthFinding> Findings()
    {
        var findings = new List<HealthFinding>();
        if (_records.Count == 0) return findings;
        int last = _records[^1].Epoch;
        foreach (LayerHealth record in _records.Where(record => record.Epoch == last))
        {
            if (record.UpdateRatio is { } ratio && !(ratio <= LargestUpdate))
                findings.Add(Warning(record.Layer, $"a step changes its weights by {Percent(ratio)} of their size, so that it forgets more than it learns.", "Lower the learning rate."));
            else if (record.UpdateRatio is < SmallestUpdate)
                findings.Add(Warning(record.Layer, $"a step changes its weights by only {record.UpdateRatio.Value.ToString("0.#e0", CultureInfo.InvariantCulture)} of their size: it hardly learns.", "Raise the learning rate, or look for a layer behind it that lets no gradient through."));
            if (record.DeadShare is > ManyDead)
                findings.Add(Warning(record.Layer, $"{Percent(record.DeadShare.Value)} of its ReLU units answer to none of the sample's images; they learn nothing any more.", "Lower the learning rate, initialise with \"he_normal\", or use fewer units."));
            // A layer without weights hands on what the one before it did: that one is named.
            if (record is { Spread: { } spread, UpdateRatio: not null } && !(spread <= LargestSpread))
                findings.Add(Warning(record.Layer, $"its outputs spread by {Short(spread)}: they grow from layer to layer.", "Scale the inputs to 0..1, lower the learning rate, or initialise with \"glorot_uniform\" or \"he_normal\"."));
            else if (record is { Spread: < SmallestSpread, UpdateRatio: not null })
                findings.Add(Warning(record.Layer, $"its outputs are nearly all alike (they spread by {Short(record.Spread.Value)}): what tells the images apart is lost here.", "Initialise with larger weights (\"he_normal\" before a ReLU), and check that the inputs are not all alike."));
        }

        return findings;
    }

    private double? UpdateRatio(IReadOnlyList<Variable> weights)
    {
        double change = 0, size = 0;
        bool any = false;
        foreach (Variable weight in weights)
        {
            if (!_before.TryGetValue(weight, out float[]? before)) continue;
            any = true;
            float distance = TensorPrimitives.Distance(weight.Span, before), norm = TensorPrimitives.Norm<float>(before);
            change += (double)distance * distance;
            size += (double)norm * norm;
        }

        return !any ? null : size > 0 ? Math.Sqrt(change / size) : change > 0 ? double.PositiveInfinity : 0;
    }

    private Dictionary<string, (double? Dead, double Spread)> Observe(ModelTrace trace)
    {
        SymbolicTensor[] outputs = [.. trace.Layers.Select(traced => traced.Output).Where(output => !trace.Inputs.Contains(output)).Distinct()];
        if (outputs.Length == 0 || trace.Inputs.Count > 1 || _sample!.BatchShape != trace.Input.Shape) return [];
        int count = Math.Min(SampleSize, _sample.Count), capacity = Math.Min(SampleBatch, count);
        Dictionary<SymbolicTensor, OutputStatistics> statistics = outputs.ToDictionary(output => output, output => new OutputStatistics(output, trace.HeightDimension == 2));
        using Compiler.Program program = Compiler.ProgramCompiler.Compile(
            new GraphFunction("health", [trace.Input], outputs, []),
            new Compiler.CompileOptions { BatchCapacity = capacity, Threads = Model.Threads });
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * _sample.Count / count))];
        for (int first = 0; first < count; first += capacity)
        {
            int batch = Math.Min(capacity, count - first);
            _sample.Gather(rows.AsSpan(first, batch), program.Input(0));
            program.Run(batch);
            for (int i = 0; i < outputs.Length; i++) statistics[outputs[i]].Add(program.Output(i)[..(int)outputs[i].Shape.Elements(batch)]);
        }

        var result = new Dictionary<string, (double?, double)>();
        foreach (TracedLayer traced in trace.Layers)
        {
            // A layer that hands on what it got, perhaps in another shape, says nothing of its own.
            if (!ReferenceEquals(traced.Output, traced.Input) && !traced.Output.Op.IsView && statistics.TryGetValue(traced.Output, out OutputStatistics? found))
                result[traced.Name] = (found.DeadShare, found.Spread);
        }

        return result;
    }

    private static HealthFinding Warning(string layer, string message, string advice) => new(FindingLevel.Warning, layer, message, advice);

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Mean, spread and silent units of one tensor, batch by batch.</summary>
    private sealed class OutputStatistics
    {
        private readonly bool[]? _alive;
        private readonly int _inner;
        private double _sum;
        private double _squares;
        private long _count;

        public OutputStatistics(SymbolicTensor output, bool channelsFirst)
        {
            bool relu = output.Op == ElementwiseOps.Relu || (output.Op is TransposeOp && output.Inputs[0].Op == ElementwiseOps.Relu);
            if (!relu) return;
            bool first = channelsFirst && output.Shape.Rank == 4;
            _alive = new bool[first ? output.Shape[1] : output.Shape[^1]];
            _inner = first ? output.Shape[2] * output.Shape[3] : 1;
        }

        public double? DeadShare => _alive is null ? null : _alive.Count(alive => !alive) / (double)_alive.Length;

        public double Spread => _count == 0 ? 0 : Math.Sqrt(Math.Max(0, _squares / _count - _sum / _count * (_sum / _count)));

        public void Add(ReadOnlySpan<float> values)
        {
            _count += values.Length;
            foreach (float value in values)
            {
                _sum += value;
                _squares += (double)value * value;
            }

            if (_alive is null) return;
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] > 0) _alive[i / _inner % _alive.Length] = true;
            }
        }
    }
}
