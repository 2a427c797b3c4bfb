using Receptive.Compiler;
using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>
/// A compiled function from examples to values inside a model and to gradients with respect to tensors of it: what
/// saliency, Grad-CAM and effective receptive fields are made of, and what one's own explanations can be.
/// </summary>
/// <example><code>
/// SymbolicTensor x = Ops.Placeholder([Shape.Batch, 28, 28, 1], "x");
/// using var function = new GradientFunction(x, output: model.Apply(x, new CallContext(training: false)), withRespectTo: [x]);
/// float[] upstream = new float[10];
/// upstream[3] = 1;                                     // the gradient of output 3
/// function.Run(image, upstream);
/// ReadOnlySpan&lt;float> gradient = function.Gradient(0);
/// </code></example>
public sealed class GradientFunction : IDisposable
{
    private readonly Program _program;
    private readonly int[] _gradientOutputs;
    private readonly long[] _gradientLengths;
    private readonly long[] _valueLengths;
    private int _batch;

    /// <param name="input">The placeholder of the examples, with the batch as dimension 0.</param>
    /// <param name="output">What is differentiated; of any shape, since the caller says by how much each element counts.</param>
    /// <param name="withRespectTo">The tensors the gradients are of.</param>
    /// <param name="values">Other tensors whose values are wanted too.</param>
    /// <param name="batchCapacity">The most examples of one run.</param>
    /// <param name="threads">The number of threads; by default the number of processors.</param>
    /// <exception cref="ArgumentException">Something does not depend on the input.</exception>
    public GradientFunction(
        SymbolicTensor input,
        SymbolicTensor output,
        IReadOnlyList<SymbolicTensor> withRespectTo,
        IReadOnlyList<SymbolicTensor>? values = null,
        int batchCapacity = 1,
        int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(withRespectTo);
        SymbolicTensor upstream = Ops.Placeholder(output.Shape, "upstream");
        SymbolicTensor?[] gradients = Autodiff.Gradients(output, withRespectTo, upstream);

        // A gradient that is zero everywhere is no tensor; it has no place among the outputs.
        var outputs = new List<SymbolicTensor>();
        _gradientOutputs = [.. gradients.Select(gradient =>
        {
            if (gradient is null) return -1;
            outputs.Add(gradient);
            return outputs.Count - 1;
        })];
        _gradientLengths = [.. withRespectTo.Select(tensor => tensor.Shape.ElementsPerRow)];
        FirstValue = outputs.Count;
        foreach (SymbolicTensor value in values ?? []) outputs.Add(value);
        _valueLengths = [.. (values ?? []).Select(value => value.Shape.ElementsPerRow)];
        if (outputs.Count == 0) outputs.Add(output);
        OutputLength = output.Shape.ElementsPerRow;
        var function = new GraphFunction("explanation", [input, upstream], outputs, []);
        _program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = batchCapacity, Threads = threads ?? Environment.ProcessorCount });
    }

    /// <summary>How many numbers the output has for an example.</summary>
    public long OutputLength { get; }

    private int FirstValue { get; }

    /// <summary>Computes values and gradients.</summary>
    /// <param name="examples">Whole examples, one after another.</param>
    /// <param name="upstream">By how much each element of the output counts, for each example: the gradient is that of the weighted sum.</param>
    /// <param name="batch">How many examples there are.</param>
    /// <exception cref="ArgumentException">The lengths are not those of whole examples and their outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more examples than the capacity.</exception>
    public void Run(ReadOnlySpan<float> examples, ReadOnlySpan<float> upstream, int batch = 1)
    {
        long length = _program.Function.Inputs[0].Shape.Elements(batch), outputs = _program.Function.Inputs[1].Shape.Elements(batch);
        if (examples.Length != length)
            throw new ArgumentException($"{batch} examples of shape {_program.Function.Inputs[0].Shape.WithoutBatch()} have {length} numbers; got {examples.Length}.", nameof(examples));
        if (upstream.Length != outputs)
            throw new ArgumentException($"The output of {batch} examples has {outputs} numbers; got {upstream.Length} upstream.", nameof(upstream));
        examples.CopyTo(_program.Input(0));
        upstream.CopyTo(_program.Input(1));
        _program.Run(batch);
        _batch = batch;
    }

    /// <summary>The gradient with respect to a tensor, of the last run; example by example.</summary>
    /// <param name="index">Which of <c>withRespectTo</c>.</param>
    public ReadOnlySpan<float> Gradient(int index)
    {
        int length = (int)(_gradientLengths[index] * _batch);
        return _gradientOutputs[index] is >= 0 and int output ? _program.Output(output)[..length] : new float[length];
    }

    /// <summary>The value of a tensor, of the last run; example by example.</summary>
    /// <param name="index">Which of <c>values</c>.</param>
    public ReadOnlySpan<float> Value(int index) => _program.Output(FirstValue + index)[..(int)(_valueLengths[index] * _batch)];

    /// <summary>Frees the memory. Spans of values and gradients must not be used any more.</summary>
    public void Dispose() => _program.Dispose();
}
