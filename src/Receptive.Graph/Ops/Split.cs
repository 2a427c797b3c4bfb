namespace Receptive.Graph;

public static partial class Ops
{
    /// <summary>Equal parts of x along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="parts">How many; divides the axis' size.</param>
    /// <param name="axis">The axis, which is not the batch; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The axis does not exist or is the batch, or cannot be cut into so many parts.</exception>
    public static IReadOnlyList<SymbolicTensor> Split(SymbolicTensor x, int parts, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        int first = x.Shape.HasBatch ? 1 : 0, positive = axis < 0 ? axis + x.Shape.Rank : axis;
        if (positive < first || positive >= x.Shape.Rank) throw new ShapeException($"Split: {x.Shape} has no axis {axis} besides the batch.");
        if (parts < 1 || x.Shape[positive] % parts != 0) throw new ShapeException($"Split: axis {axis} of {x.Shape} cannot be cut into {parts} equal parts.");
        int[] size = [.. x.Shape.Dimensions[first..]], begin = new int[size.Length];
        size[positive - first] /= parts;
        var all = new SymbolicTensor[parts];
        for (int i = 0; i < parts; i++)
        {
            begin[positive - first] = i * size[positive - first];
            all[i] = Slice(x, begin, size);
        }

        return all;
    }
}
