using System.Numerics;
using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Training;

namespace Receptive;

/// <content>Predicting and looking inside.</content>
public partial class Model
{
    private static readonly PredictKey[] s_predictKeys = [.. Enumerable.Range(0, 32).Select(power => new PredictKey(1 << power))];

    private readonly ProgramCache _programs;

    /// <summary>
    /// How many bytes of memory the compiled programs may keep for the next time while nobody uses them, beside the one used
    /// last; 64 MB by default. Programs used least recently go first.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative.</exception>
    public long ProgramMemoryLimit
    {
        get => _programs.Limit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _programs.Limit = value;
        }
    }

    /// <summary>The names of the inputs, by which data may be given.</summary>
    internal IReadOnlyList<string> InputNames => Graph is { } graph ? [.. graph.Inputs.Select(input => input.Layer.Name)] : [.. (BuiltInputShapes ?? []).Select((_, i) => $"input_{i + 1}")];

    /// <summary>Held while the model is traced: layers note the shape of their output.</summary>
    internal Lock TracingLock => _tracing;

    /// <summary>The model's output for each example. Safe from several threads at once.</summary>
    /// <param name="x">The examples: dimension 0 counts them, the rest is the model's input.</param>
    /// <param name="batchSize">How many examples are computed at once; affects speed and memory.</param>
    /// <param name="callbacks">Code to run at fixed moments; give each call its own.</param>
    /// <param name="cancellationToken">Ends the prediction after the current batch.</param>
    /// <returns>Dimension 0 counts the examples, the rest is the model's output.</returns>
    /// <exception cref="ArgumentException">There are no examples, or the batch size is below 1.</exception>
    /// <exception cref="ShapeException">The examples' shape does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>
    /// Tensor&lt;float> probabilities = model.Predict(xTest);
    /// int[] classes = Utilities.ArgMax(probabilities);
    /// </code></example>
    public Tensor<float> Predict(
        Examples x, int batchSize = 32, IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Tensor<float>> outputs = PredictAll(x, batchSize, callbacks, cancellationToken);
        return outputs is [var only] ? only : throw new InvalidOperationException($"The model '{Name}' has {outputs.Count} outputs: call PredictAll.");
    }

    /// <summary>All outputs for each example, of a model of several outputs. Safe from several threads at once.</summary>
    /// <param name="x">The examples, <see cref="Examples.Of"/> several arrays for several inputs.</param>
    /// <param name="batchSize">How many examples are computed at once; affects speed and memory.</param>
    /// <param name="callbacks">Code to run at fixed moments; give each call its own.</param>
    /// <param name="cancellationToken">Stops after the current batch.</param>
    /// <returns>A tensor an output; dimension 0 counts the examples.</returns>
    /// <inheritdoc cref="Predict(Examples, int, IReadOnlyList{Callback}, CancellationToken)" path="/exception"/>
    public IReadOnlyList<Tensor<float>> PredictAll(
        Examples x, int batchSize = 32, IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default)
    {
        CheckPositive(batchSize, nameof(batchSize));
        ArgumentNullException.ThrowIfNull(x);
        Rows[] rows = x.ToRows(nameof(x), InputNames);
        EnsureTraced([.. rows.Select(input => input.BatchShape)]);
        SourceCheck.CheckInputs(this, [.. rows.Select(input => input.BatchShape)], rows, nameof(Predict));
        int count = rows[0].Count;
        foreach (Rows input in rows)
        {
            if (input.Count != count) throw new ArgumentException($"{rows[0].Name} has {count:N0} examples, but {input.Name} has {input.Count:N0}: each example needs all its inputs.", nameof(x));
        }

        foreach (Shape output in OutputShapes)
        {
            if (output.Elements(count) > Array.MaxLength)
                throw new ArgumentException($"{count:N0} examples give {output.Elements(count):N0} numbers of output; an array holds {Array.MaxLength:N0}. Predict fewer at once.", nameof(x));
        }

        float[][] results = [.. OutputShapes.Select(output => new float[output.Elements(count)])];
        int capacity = CapacityFor(count, batchSize);
        CallbackList? hooks = callbacks is { Count: > 0 }
            ? new CallbackList(this, new TrainingParameters { Steps = (int)(((long)count + capacity - 1) / capacity), Samples = count, BatchSize = batchSize }, callbacks, progress: false)
            : null;
        using ProgramCache.Lease lease = RentPredictor(capacity);
        hooks?.PredictBegin();
        for (int first = 0, step = 0; first < count; first += capacity, step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hooks?.PredictBatchBegin(step);
            int batch = Math.Min(capacity, count - first);
            for (int i = 0; i < rows.Length; i++) rows[i].CopyRange(first, batch, lease.Program.Input(i));
            lease.Program.Run(batch);
            for (int i = 0; i < results.Length; i++)
            {
                int length = (int)OutputShapes[i].ElementsPerRow;
                lease.Program.Output(i)[..(batch * length)].CopyTo(results[i].AsSpan(first * length));
            }

            hooks?.PredictBatchEnd(step);
        }

        hooks?.PredictEnd();
        return [.. results.Select((result, i) => Tensor.Create(result, [count, .. OutputShapes[i].Dimensions[1..].ToArray().Select(dimension => (nint)dimension)]))];
    }

    /// <summary>
    /// The model's output, from numbers to numbers: allocates nothing once the programs exist. Safe from several threads
    /// at once.
    /// </summary>
    /// <param name="x">Whole examples, one after another in row-major order.</param>
    /// <param name="output">Receives the outputs, one after another.</param>
    /// <param name="batchSize">How many examples are computed at once.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or has several inputs or outputs.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of whole examples and their outputs.</exception>
    /// <example><code>
    /// Span&lt;float> probabilities = stackalloc float[10];
    /// model.Predict(pixels, probabilities);
    /// </code></example>
    public void Predict(ReadOnlySpan<float> x, Span<float> output, int batchSize = 32)
    {
        CheckPositive(batchSize, nameof(batchSize));
        if (!IsBuilt) throw new InvalidOperationException($"The model '{Name}' does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor.");
        if (BuiltInputShapes!.Count > 1 || OutputShapes.Count > 1)
            throw new InvalidOperationException($"The model '{Name}' has {BuiltInputShapes.Count} inputs and {OutputShapes.Count} outputs, and spans hold one of each: call PredictAll.");
        long length = BuiltInputShape!.Value.ElementsPerRow;
        if (x.IsEmpty || x.Length % length != 0)
            throw new ArgumentException($"Predict: the input has {x.Length} numbers; an example of shape {BuiltInputShape.Value.WithoutBatch()} has {length}.", nameof(x));
        int count = (int)(x.Length / length), outputLength = (int)OutputShape!.Value.ElementsPerRow;
        long outputs = (long)count * outputLength;
        if (output.Length != outputs)
            throw new ArgumentException($"Predict: {count} examples give {outputs} numbers of output, but there is room for {output.Length}.", nameof(output));
        int capacity = CapacityFor(count, batchSize);
        using ProgramCache.Lease lease = RentPredictor(capacity);
        for (int first = 0; first < count; first += capacity)
        {
            int batch = Math.Min(capacity, count - first);
            x.Slice(first * (int)length, batch * (int)length).CopyTo(lease.Program.Input(0));
            lease.Program.Run(batch);
            lease.Program.Output(0)[..(batch * outputLength)].CopyTo(output[(first * outputLength)..]);
        }
    }

    /// <summary>
    /// How the model computes: its graph, the gradient's, the compiled program of a training step with the place of each
    /// buffer, and where the time goes.
    /// </summary>
    /// <param name="batchSize">The batch to look at.</param>
    /// <param name="repetitions">How many steps to run for the times; 0 leaves them out. Weights are as before afterwards.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public string Explain(int batchSize = 32, int repetitions = 0)
    {
        CheckPositive(batchSize, nameof(batchSize));
        ArgumentOutOfRangeException.ThrowIfNegative(repetitions);
        if (!IsBuilt) throw new InvalidOperationException($"The model '{Name}' does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor.");
        if (_compilation is null)
        {
            using ProgramCache.Lease lease = RentPredictor(batchSize);
            return lease.Program.Explain(repetitions);
        }

        _compilation.Settle(this);
        IReadOnlyList<OutputTarget> targets = _compilation.Targets(this);
        Shape[] labels = [.. OutputShapes.Select((output, i) => targets[i].Loss is Losses.SparseCategoricalCrossentropy ? new Shape(output.Dimensions[..^1]) : output)];
        using var step = new StepProgram(this, _compilation, _programs, new StepKey(Training: true, batchSize, BuiltInputShapes!, labels, Weighted: false));
        return step.Program.Explain(repetitions);
    }

    /// <summary>
    /// Gives back the memory that training, evaluating and predicting keep for the next time. Weights and the optimizer's
    /// state stay; the next call recompiles, in some tens of milliseconds. Programs at work finish first.
    /// </summary>
    /// <example><code>
    /// model.Fit(x, y);
    /// model.ReleaseMemory();      // it will only predict from now on
    /// </code></example>
    public void ReleaseMemory() => DiscardPrograms();

    private protected void DiscardPrograms() => _programs.Clear();

    private ProgramCache.Lease RentPredictor(int capacity) =>
        _programs.Rent(int.IsPow2(capacity) ? s_predictKeys[int.Log2(capacity)] : new PredictKey(capacity), _compilePredictor ??= CompilePredictor);

    private Func<PredictKey, Program>? _compilePredictor;

    private Program CompilePredictor(PredictKey key)
    {
        SymbolicTensor[] x = [.. BuiltInputShapes!.Select((shape, i) => Ops.Placeholder(shape, BuiltInputShapes!.Count == 1 ? "x" : $"x{i}"))];
        IReadOnlyList<SymbolicTensor> outputs;
        lock (_tracing) outputs = Apply(x, new CallContext(training: false));
        var function = new GraphFunction("predict_step", x, outputs, []);
        return ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = key.Capacity, Threads = Threads });
    }

    // Programs for 1, 2, 4, ... examples, up to the batch size: one example is quick, and the number of programs small.
    private static int CapacityFor(int count, int batchSize) => (int)Math.Min((uint)batchSize, BitOperations.RoundUpToPowerOf2((uint)count));

    /// <summary>What tells one predicting program from another.</summary>
    private sealed record PredictKey(int Capacity);
}
