namespace Receptive.Graph;

/// <summary>The positions along the last axis in the order of their elements, as floats; of equals the first comes first. It has no gradient.</summary>
public sealed class ArgSortOp : Op
{
    /// <summary>Most elements along the axis, 2^24: positions are floats, exact up to here.</summary>
    private const int Most = 1 << 24;

    internal ArgSortOp(bool descending) => Descending = descending;

    public override string Name => "ArgSort";

    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; }

    public override string Describe() => Descending ? "ArgSort(descending)" : "ArgSort";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return inputs[0].WithoutBatch().Rank > 0 && inputs[0][^1] <= Most
            ? inputs[0]
            : throw new ShapeException($"ArgSort: {inputs[0]} must have a last dimension besides the batch, of at most {Most:N0} elements.");
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new ArgSortCall(output, Descending);

    /// <summary>About n log n comparisons.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return output.Elements(batch) * System.Numerics.BitOperations.Log2((uint)output[^1] * 2);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == output.Rank - 1 ? axis.OverAll(output, axis.Dimension) : axis);
}

public static partial class Ops
{
    /// <summary>The positions along the last axis in the order of their elements; of equals the first comes first, NaN last. The gradient stops here.</summary>
    /// <param name="x">Any shape with a dimension besides the batch.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ShapeException">There is no dimension besides the batch, or it is too long.</exception>
    public static SymbolicTensor ArgSort(SymbolicTensor x, bool descending = false) => SymbolicTensor.Apply(new ArgSortOp(descending), x);

    /// <summary>The elements along the last axis in order.</summary>
    /// <param name="x">Any shape with a dimension besides the batch.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ShapeException">There is no dimension besides the batch, or it is too long.</exception>
    public static SymbolicTensor Sort(SymbolicTensor x, bool descending = false) => TakeAlong(x, ArgSort(x, descending));

    /// <summary>The k largest elements along the last axis, the largest first, and their positions.</summary>
    /// <param name="x">Any shape with a dimension besides the batch.</param>
    /// <param name="k">How many; at most as many as there are.</param>
    /// <exception cref="ShapeException">There are fewer than k, or the axis is too long.</exception>
    public static (SymbolicTensor Values, SymbolicTensor Indices) TopK(SymbolicTensor x, int k)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.WithoutBatch().Rank == 0 || k < 1 || k > x.Shape[^1])
            throw new ShapeException($"TopK: {x.Shape} has no {k} elements along its last axis besides the batch.");
        int[] size = [.. x.Shape.WithoutBatch().Dimensions[..^1], k];
        SymbolicTensor indices = Slice(ArgSort(x, descending: true), new int[size.Length], size);
        return (TakeAlong(x, indices), indices);
    }
}
