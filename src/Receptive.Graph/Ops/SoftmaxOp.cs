namespace Receptive.Graph;

/// <summary>
/// y = e^(x - max x) / sum e^(x - max x) over the last axis; the gradient is y (dy - sum(dy y)).
/// </summary>
public sealed class SoftmaxOp : Op
{
    internal static readonly SoftmaxOp Instance = new();

    private SoftmaxOp()
    {
    }

    public override string Name => "Softmax";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return inputs[0].WithoutBatch().Rank > 0
            ? inputs[0]
            : throw new ShapeException($"Softmax: the shape {inputs[0]} has no axis of classes to normalise over; give it at least one dimension besides the batch.");
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [output * (outputGradient - Ops.ReduceSum(outputGradient * output, [-1], keepDims: true))];

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new SoftmaxCall(output);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => 5 * output.Elements(batch);

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == output.Rank - 1 ? axis.OverAll(output, axis.Dimension) : axis);
}

public static partial class Ops
{
    /// <summary>Probabilities over the last axis: e^x divided by its sum, computed without overflow.</summary>
    /// <exception cref="ShapeException">There is no dimension besides the batch.</exception>
    public static SymbolicTensor Softmax(SymbolicTensor x) => SymbolicTensor.Apply(SoftmaxOp.Instance, x);

    /// <summary>The logarithm of <see cref="Softmax"/>, exact also where the probability itself would round to 0.</summary>
    /// <exception cref="ShapeException">There is no dimension besides the batch.</exception>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        _ = SoftmaxOp.Instance.InferShape([x.Shape]);
        // Subtracting any constant changes nothing but the range, so the maximum needs no gradient.
        SymbolicTensor shifted = x - StopGradient(ReduceMax(x, [-1], keepDims: true));
        return shifted - Log(ReduceSum(Exp(shifted), [-1], keepDims: true));
    }
}
