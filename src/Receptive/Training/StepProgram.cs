using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Metrics;

namespace Receptive.Training;

/// <summary>
/// One step of training or evaluating as a compiled program: from a batch and its labels to the loss and what the batch
/// adds to each metric, and in training to updated weights.
/// </summary>
internal sealed class StepProgram : IDisposable
{
    private readonly ProgramCache.Lease _lease;

    public StepProgram(Model model, Compilation compilation, ProgramCache cache, StepKey key)
    {
        IReadOnlyList<OutputTarget> targets = compilation.Targets(model);
        Metrics = [.. compilation.Metrics(model).Select(metric => metric.Metric.Resolve(key.Labels[metric.Output], model.OutputShapes[metric.Output]))];
        Losses = targets.Count > 1 ? targets.Count(target => target.Loss is not null) : 0;
        _lease = cache.Rent(key, made => Compile(model, compilation, made, Metrics));
        Batch = new BatchBuffers(Program, key.Inputs.Count, key.Labels.Count, key.Weighted);
    }

    /// <summary>The metrics it computes, resolved.</summary>
    public Metric[] Metrics { get; }

    /// <summary>How many losses are given one by one: none with a single output.</summary>
    public int Losses { get; }

    /// <summary>Where a batch goes.</summary>
    public BatchBuffers Batch { get; }

    /// <summary>The loss of the batch that ran last.</summary>
    public float Loss => Program.Output(0)[0];

    public Program Program => _lease.Program;

    /// <summary>The loss of one output, for the batch that ran last.</summary>
    public float LossOf(int index) => Program.Output(1 + index)[0];

    /// <summary>What the batch that ran last adds to a metric.</summary>
    public ReadOnlySpan<float> MetricOutput(int index) => Program.Output(1 + Losses + index);

    /// <summary>Runs the step.</summary>
    public void Run(int batch) => Program.Run(batch);

    public void Dispose() => _lease.Dispose();

    private static Program Compile(Model model, Compilation compilation, StepKey key, Metric[] metrics)
    {
        (GraphFunction function, _) = Trace(model, compilation, key, metrics);
        Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = key.Capacity, Threads = model.Threads });
        program.Seed = model.Key!.Value;
        return program;
    }

    /// <summary>The step as a graph.</summary>
    internal static (GraphFunction Function, SymbolicTensor Loss) Trace(Model model, Compilation compilation, StepKey key, Metric[] metrics)
    {
        IReadOnlyList<OutputTarget> targets = compilation.Targets(model);
        SymbolicTensor[] x = [.. key.Inputs.Select((shape, i) => Ops.Placeholder(shape, key.Inputs.Count == 1 ? "x" : $"x{i}"))];
        SymbolicTensor[] y = [.. key.Labels.Select((shape, i) => Ops.Placeholder(shape, key.Labels.Count == 1 ? "y" : $"y{i}"))];
        SymbolicTensor? weights = key.Weighted ? Ops.Placeholder([Shape.Batch], "sample_weight") : null;
        IReadOnlyList<SymbolicTensor> predictions;
        IReadOnlyList<Assignment> assignments;
        SymbolicTensor[] extra;
        lock (model.TracingLock)
        {
            var context = new CallContext(key.Training, compilation.Frozen);
            predictions = model.Apply(x, context);
            extra = [.. context.Losses, .. model.Penalties(context)];
            assignments = context.Assignments;
        }

        var outputs = new List<SymbolicTensor>();
        SymbolicTensor? total = null, minimised = null;
        for (int i = 0; i < targets.Count; i++)
        {
            if (targets[i].Loss is not { } loss) continue;
            SymbolicTensor value = loss.Apply(y[i], predictions[i], weights);
            if (targets.Count > 1) outputs.Add(Ops.ReduceMean(value));

            // Without reduction the losses stay apart: training follows their sum, logs their mean.
            (SymbolicTensor mean, SymbolicTensor sum) = value.Shape.Rank == 0 ? (value, value) : (Ops.ReduceMean(value), Ops.ReduceSum(value));
            if (targets[i].Weight != 1) (mean, sum) = (mean * (float)targets[i].Weight, sum * (float)targets[i].Weight);
            total = total is null ? mean : total + mean;
            minimised = minimised is null ? sum : minimised + sum;
        }

        foreach (SymbolicTensor penalty in extra)
        {
            total = total is null ? penalty : total + penalty;
            minimised = minimised is null ? penalty : minimised + penalty;
        }

        if (total is null || minimised is null) throw new InvalidOperationException($"The model '{model.Name}' has nothing to make smaller: no output has a loss, and no layer adds one.");
        IReadOnlyList<Assignment> updates = [];
        if (key.Training)
        {
            IReadOnlyList<Variable> variables = compilation.Trained!;
            if (variables.Count > 0) updates = compilation.Optimizer.Apply(variables, Autodiff.Gradients(minimised, variables));
            updates = [.. updates, .. assignments];
        }

        IReadOnlyList<CompiledMetric> compiled = compilation.Metrics(model);
        for (int i = 0; i < metrics.Length; i++)
            outputs.Add(metrics[i].Update(y[compiled[i].Output], predictions[compiled[i].Output], compiled[i].Weighted ? weights : null));
        SymbolicTensor[] inputs = weights is null ? [.. x, .. y] : [.. x, .. y, weights];
        return (new GraphFunction(key.Training ? "train_step" : "test_step", inputs, [total, .. outputs], updates) { StepScalars = key.Training ? compilation.Optimizer : null }, total);
    }
}

/// <summary>What tells one step program of a model from another.</summary>
/// <param name="Training">Whether it updates weights.</param>
/// <param name="Capacity">The largest batch.</param>
/// <param name="Inputs">The inputs' shapes, with the batch.</param>
/// <param name="Labels">The labels' shapes, with the batch.</param>
/// <param name="Weighted">Whether examples have weights.</param>
internal sealed record StepKey(bool Training, int Capacity, IReadOnlyList<Shape> Inputs, IReadOnlyList<Shape> Labels, bool Weighted)
{
    public bool Equals(StepKey? other) => other is not null && Training == other.Training && Capacity == other.Capacity && Weighted == other.Weighted
        && Inputs.SequenceEqual(other.Inputs) && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Training, Capacity, Weighted, Inputs.Count, Labels.Count);
}

/// <summary>Where the numbers of a batch go: a program's inputs.</summary>
internal sealed class BatchBuffers(Program program, int inputs, int labels, bool weighted)
{
    public int Inputs => inputs;

    public int Labels => labels;

    public bool HasWeights => weighted;

    public int Capacity => program.BatchCapacity;

    public Span<float> Input(int index) => program.Input(index);

    public Span<float> Label(int index) => program.Input(inputs + index);

    public Span<float> Weights => program.Input(inputs + labels);
}
