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
        Logged = compilation.Logged(key.Training);
        Batch = new BatchBuffers(Program, key.Inputs.Count, key.Labels.Count, key.Weighted);
    }

    /// <summary>The metrics it computes, resolved.</summary>
    public Metric[] Metrics { get; }

    /// <summary>How many losses are given one by one: none with a single output.</summary>
    public int Losses { get; }

    /// <summary>The names of what a custom step logs besides.</summary>
    public IReadOnlyList<string> Logged { get; }

    /// <summary>Where a batch goes.</summary>
    public BatchBuffers Batch { get; }

    /// <summary>The loss of the batch that ran last.</summary>
    public float Loss => Program.Output(0)[0];

    public Program Program => _lease.Program;

    /// <summary>The loss of one output, for the batch that ran last.</summary>
    public float LossOf(int index) => Program.Output(1 + index)[0];

    /// <summary>What the batch that ran last adds to a metric.</summary>
    public ReadOnlySpan<float> MetricOutput(int index) => Program.Output(1 + Losses + index);

    /// <summary>What a custom step logs besides, for the batch that ran last.</summary>
    public float LoggedOutput(int index) => Program.Output(1 + Losses + Metrics.Length + index)[0];

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
        SymbolicTensor[] x = [.. key.Inputs.Select((shape, i) => Ops.Placeholder(shape, key.Inputs.Count == 1 ? "x" : $"x{i}"))];
        SymbolicTensor[] y = [.. key.Labels.Select((shape, i) => Ops.Placeholder(shape, key.Labels.Count == 1 ? "y" : $"y{i}"))];
        SymbolicTensor? weights = key.Weighted ? Ops.Placeholder([Shape.Batch], "sample_weight") : null;
        var step = new TrainingStep(model, compilation, x, y, weights, new CallContext(key.Training, compilation.Frozen));
        lock (model.TracingLock)
        {
            SymbolicTensor loss = model.TrainStep(step)
                ?? throw new InvalidOperationException($"TrainStep of the model '{model.Name}' returned null; it returns the loss to log.");
            if (loss.Shape.Rank != 0) throw new ShapeException($"TrainStep of the model '{model.Name}' returned {loss.Shape}; the loss to log is one number, of shape ().");
            var outputs = new List<SymbolicTensor> { loss };
            if (compilation.Targets(model).Count > 1) outputs.AddRange(step.Losses());
            IReadOnlyList<CompiledMetric> compiled = compilation.Metrics(model);
            for (int i = 0; i < metrics.Length; i++)
                outputs.Add(metrics[i].Update(y[compiled[i].Output], step.Predictions[compiled[i].Output], compiled[i].Weighted ? weights : null));
            outputs.AddRange(step.Logs.Select(log => log.Value));
            compilation.SetLogged(key.Training, [.. step.Logs.Select(log => log.Name)]);
            SymbolicTensor[] inputs = weights is null ? [.. x, .. y] : [.. x, .. y, weights];
            return (new GraphFunction(key.Training ? "train_step" : "test_step", inputs, outputs, step.Assignments()) { StepScalars = key.Training ? compilation.Optimizer : null }, loss);
        }
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
