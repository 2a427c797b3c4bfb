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
    private readonly Program _program;

    private StepProgram(Program program, Metric[] metrics, StepKey key) => (_program, Metrics, Key) = (program, metrics, key);

    /// <summary>What it was made for.</summary>
    public StepKey Key { get; }

    /// <summary>The metrics it computes, resolved.</summary>
    public Metric[] Metrics { get; }

    public Span<float> X => _program.Input(0);

    public Span<float> Y => _program.Input(1);

    /// <summary>Where the examples' weights go; only in a program made for weights.</summary>
    public Span<float> Weights => _program.Input(2);

    /// <summary>The loss of the batch that ran last.</summary>
    public float Loss => _program.Output(0)[0];

    public Program Program => _program;

    /// <summary>What the batch that ran last adds to a metric.</summary>
    public ReadOnlySpan<float> MetricOutput(int index) => _program.Output(1 + index);

    public void Run(int batch) => _program.Run(batch);

    public static StepProgram Make(Model model, Compilation compilation, StepKey key)
    {
        Shape inputShape = model.BuiltInputShape!.Value;
        using Tracing tracing = Tracing.Begin();
        SymbolicTensor x = Ops.Placeholder(inputShape, "x");
        SymbolicTensor y = Ops.Placeholder(key.LabelShape, "y");
        SymbolicTensor? weights = key.Weighted ? Ops.Placeholder([Shape.Batch], "sample_weight") : null;
        SymbolicTensor prediction = model.Apply(x, key.Training);
        SymbolicTensor loss = compilation.Loss.Apply(y, prediction, weights);
        IReadOnlyList<Assignment> updates = [];
        if (key.Training)
        {
            IReadOnlyList<Variable> variables = model.TrainableWeights;
            if (variables.Count > 0)
                updates = compilation.Optimizer.Apply(variables, Autodiff.Gradients(Ops.ReduceSum(loss), variables));
        }

        Metric[] metrics = compilation.Resolve(key.LabelShape, prediction.Shape);
        var outputs = new List<SymbolicTensor> { Ops.ReduceMean(loss) };
        for (int i = 0; i < metrics.Length; i++)
            outputs.Add(metrics[i].Update(y, prediction, compilation.Metrics[i].Weighted ? weights : null));
        var function = new GraphFunction(
            key.Training ? "train_step" : "test_step", weights is null ? [x, y] : [x, y, weights], outputs, updates)
        {
            StepScalars = key.Training ? compilation.Optimizer : null,
        };
        Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = key.Capacity, Threads = model.Threads });
        program.Seed = model.Key!.Value;
        return new StepProgram(program, metrics, key);
    }

    public void Dispose() => _program.Dispose();
}

/// <summary>What tells one step program of a model from another.</summary>
/// <param name="Training">Whether it updates weights.</param>
/// <param name="Capacity">The largest batch.</param>
/// <param name="LabelShape">The labels' shape, with the batch.</param>
/// <param name="Weighted">Whether examples have weights.</param>
internal sealed record StepKey(bool Training, int Capacity, Shape LabelShape, bool Weighted);
