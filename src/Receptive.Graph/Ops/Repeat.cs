namespace Receptive.Graph;

public static partial class Ops
{
    /// <summary>Each position along an axis several times, one behind the other: 1, 2 repeated twice is 1, 1, 2, 2.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How many times; at least 1.</param>
    /// <param name="axis">The axis, which is not the batch; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The axis does not exist or is the batch, the number is below 1, or the result is too large.</exception>
    public static SymbolicTensor Repeat(SymbolicTensor x, int repeats, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int positive = axis < 0 ? axis + x.Shape.Rank : axis, first = x.Shape.HasBatch ? 1 : 0;
        if (positive < first || positive >= x.Shape.Rank) throw new ShapeException($"Repeat: {x.Shape} has no axis {axis} besides the batch.");
        if (repeats < 1) throw new ShapeException($"Repeat: positions can be repeated once or more, but not {repeats} times.");
        if (repeats == 1) return x;
        long[] sizes = [.. x.Shape.WithoutBatch().ToArray().Select(size => (long)size)];
        sizes[positive - first] *= repeats;
        Shape result = ShapeRules.Sized("Repeat", x.Shape.HasBatch, sizes);
        int[] front = [.. x.Shape.Dimensions[..(positive + 1)]], back = [.. x.Shape.Dimensions[(positive + 1)..]];
        return Reshape(BroadcastTo(Reshape(x, [.. front, 1, .. back]), [.. front, repeats, .. back]), result);
    }
}
