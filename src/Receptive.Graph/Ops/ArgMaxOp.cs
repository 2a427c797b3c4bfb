namespace Receptive.Graph;

/// <summary>The index of the largest element along the last axis, as a float; the first of equals wins. It has no gradient.</summary>
public sealed class ArgMaxOp : Op
{
    internal static readonly ArgMaxOp Instance = new();

    private ArgMaxOp()
    {
    }

    public override string Name => "ArgMax";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return inputs[0].WithoutBatch().Rank > 0
            ? new Shape(inputs[0].Dimensions[..^1])
            : throw new ShapeException($"ArgMax: the shape {inputs[0]} has no axis to search; give it at least one dimension besides the batch.");
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new ArgMaxCall(inputs[0]);
    }

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Elements(batch);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Map(axis => axis.Dimension == inputs[0].Rank - 1 ? axis.OverAll(inputs[0]) : axis);
    }
}

public static partial class Ops
{
    /// <summary>The index of the largest element along the last axis, as a float; the first of equals wins. The gradient stops here.</summary>
    /// <exception cref="ShapeException">There is no dimension besides the batch.</exception>
    public static SymbolicTensor ArgMax(SymbolicTensor x) => SymbolicTensor.Apply(ArgMaxOp.Instance, x);
}
