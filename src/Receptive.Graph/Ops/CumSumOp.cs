namespace Receptive.Graph;

/// <summary>The sums of the elements so far along the last axis, from the first or from the last. The gradient is summed the other way.</summary>
public sealed class CumSumOp : Op
{
    internal CumSumOp(bool reverse) => Reverse = reverse;

    public override string Name => "CumSum";

    /// <summary>Whether sums begin at the last element.</summary>
    public bool Reverse { get; }

    public override string Describe() => Reverse ? "CumSum(reverse)" : "CumSum";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return inputs[0].WithoutBatch().Rank > 0
            ? inputs[0]
            : throw new ShapeException($"CumSum: the shape {inputs[0]} has no axis to sum along; give it at least one dimension besides the batch.");
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [Ops.CumSum(outputGradient, !Reverse)];

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new CumSumCall(output, Reverse);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch);

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == output.Rank - 1 ? axis.OverAll(output, axis.Dimension) : axis);
}

public static partial class Ops
{
    /// <summary>The sums of the elements so far along the last axis: 1, 2, 3 becomes 1, 3, 6.</summary>
    /// <param name="x">Any shape with a dimension besides the batch.</param>
    /// <param name="reverse">Whether to begin at the last: 6, 5, 3.</param>
    /// <exception cref="ShapeException">There is no dimension besides the batch.</exception>
    public static SymbolicTensor CumSum(SymbolicTensor x, bool reverse = false) => SymbolicTensor.Apply(new CumSumOp(reverse), x);
}
