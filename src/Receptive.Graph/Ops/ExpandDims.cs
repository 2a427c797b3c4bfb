namespace Receptive.Graph;

public static partial class Ops
{
    /// <summary>x with an axis of size 1 more.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Where it stands afterwards, not before the batch; negative ones count from the end.</param>
    /// <exception cref="ShapeException">There is no such place.</exception>
    public static SymbolicTensor ExpandDims(SymbolicTensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int positive = axis < 0 ? axis + x.Shape.Rank + 1 : axis;
        if (positive < (x.Shape.HasBatch ? 1 : 0) || positive > x.Shape.Rank) throw new ShapeException($"ExpandDims: {x.Shape} has no place {axis} for another axis.");
        return Reshape(x, [.. x.Shape.Dimensions[..positive], 1, .. x.Shape.Dimensions[positive..]]);
    }

    /// <summary>x without an axis of size 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The axis does not exist or has another size.</exception>
    public static SymbolicTensor Squeeze(SymbolicTensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int positive = axis < 0 ? axis + x.Shape.Rank : axis;
        if (positive < 0 || positive >= x.Shape.Rank || x.Shape[positive] != 1) throw new ShapeException($"Squeeze: {x.Shape} has no axis {axis} of size 1 to leave out.");
        return Reshape(x, [.. x.Shape.Dimensions[..positive], .. x.Shape.Dimensions[(positive + 1)..]]);
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="axis">Where the new axis stands, not before the batch; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place.</exception>
    public static SymbolicTensor Stack(IReadOnlyList<SymbolicTensor> tensors, int axis)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ShapeException("Stack: there is nothing to stack; give at least one tensor.");
        int positive = axis < 0 ? axis + tensors[0].Shape.Rank + 1 : axis;
        return Concatenate([.. tensors.Select(tensor => ExpandDims(tensor, positive))], positive);
    }
}
