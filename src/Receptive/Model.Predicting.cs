using System.Numerics;
using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Graph;
using Receptive.Training;

namespace Receptive;

/// <content>Predicting and looking inside.</content>
public abstract partial class Model
{
    private readonly PredictorPool _predictors;

    /// <summary>The model's output for each example. Safe from several threads at once.</summary>
    /// <param name="x">The examples: dimension 0 counts them, the rest is the model's input.</param>
    /// <param name="batchSize">How many examples are computed at once; affects speed and memory.</param>
    /// <param name="callbacks">Code to run at fixed moments; give each call its own.</param>
    /// <param name="cancellationToken">Ends the prediction after the batch at hand.</param>
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
        CheckPositive(batchSize, nameof(batchSize));
        Rows rows = RowsOf(x);
        CheckInput(rows, nameof(Predict));
        Shape output = OutputShape!.Value;
        float[] result = new float[output.Elements(rows.Count)];
        CallbackList? hooks = callbacks is { Count: > 0 }
            ? new CallbackList(this, new TrainingParameters { Steps = (rows.Count + batchSize - 1) / batchSize, Samples = rows.Count, BatchSize = batchSize }, callbacks, progress: false)
            : null;
        int outputLength = (int)output.ElementsPerRow;
        int capacity = CapacityFor(rows.Count, batchSize);
        using PredictorPool.Lease lease = _predictors.Rent(capacity);
        hooks?.PredictBegin();
        for (int first = 0, step = 0; first < rows.Count; first += capacity, step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hooks?.PredictBatchBegin(step);
            int batch = Math.Min(capacity, rows.Count - first);
            rows.CopyRange(first, batch, lease.Program.Input(0));
            lease.Program.Run(batch);
            lease.Program.Output(0)[..(batch * outputLength)].CopyTo(result.AsSpan(first * outputLength));
            hooks?.PredictBatchEnd(step);
        }

        hooks?.PredictEnd();
        nint[] lengths = [rows.Count, .. output.Dimensions[1..].ToArray().Select(dimension => (nint)dimension)];
        return Tensor.Create(result, lengths);
    }

    /// <summary>
    /// The model's output, from numbers to numbers: allocates nothing once the programs exist. Safe from several threads
    /// at once.
    /// </summary>
    /// <param name="x">Whole examples, one after another in row-major order.</param>
    /// <param name="output">Receives the outputs, one after another.</param>
    /// <param name="batchSize">How many examples are computed at once.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of whole examples and their outputs.</exception>
    /// <example><code>
    /// Span&lt;float> probabilities = stackalloc float[10];
    /// model.Predict(pixels, probabilities);
    /// </code></example>
    public void Predict(ReadOnlySpan<float> x, Span<float> output, int batchSize = 32)
    {
        CheckPositive(batchSize, nameof(batchSize));
        if (!IsBuilt) throw new InvalidOperationException($"The model '{Name}' does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor.");
        long length = BuiltInputShape!.Value.ElementsPerRow;
        if (x.IsEmpty || x.Length % length != 0)
            throw new ArgumentException($"Predict: the input has {x.Length} numbers; an example of shape {BuiltInputShape.Value.WithoutBatch()} has {length}.", nameof(x));
        int count = (int)(x.Length / length), outputLength = (int)OutputShape!.Value.ElementsPerRow;
        long outputs = (long)count * outputLength;
        if (output.Length != outputs)
            throw new ArgumentException($"Predict: {count} examples give {outputs} numbers of output, but there is room for {output.Length}.", nameof(output));
        int capacity = CapacityFor(count, batchSize);
        using PredictorPool.Lease lease = _predictors.Rent(capacity);
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
            using PredictorPool.Lease lease = _predictors.Rent(batchSize);
            return lease.Program.Explain(repetitions);
        }

        Shape output = OutputShape!.Value;
        Shape labels = _compilation.Loss is Losses.SparseCategoricalCrossentropy ? new Shape(output.Dimensions[..^1]) : output;
        return Step(new StepKey(Training: true, batchSize, labels, Weighted: false)).Program.Explain(repetitions);
    }

    // Programs for 1, 2, 4, ... examples, up to the batch size: one example is quick, and the number of programs small.
    private static int CapacityFor(int count, int batchSize) => (int)Math.Min((uint)batchSize, BitOperations.RoundUpToPowerOf2((uint)count));
}
