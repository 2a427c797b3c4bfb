using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Axes that layers work along: those of examples, never the batch.</summary>
internal static class ExampleAxes
{
    /// <summary>Counted from the front and in order.</summary>
    /// <exception cref="ShapeException">There is no such axis, it is the batch, or it is named twice.</exception>
    public static int[] Of(IReadOnlyList<int> axes, Shape shape)
    {
        int[] sorted = [.. axes.Select(axis => Of(axis, shape)).Order()];
        return sorted.Distinct().Count() == sorted.Length ? sorted : throw new ShapeException($"an axis is named twice in ({string.Join(", ", axes)}) for {shape}; name each once.");
    }

    /// <summary>Counted from the front.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is the batch.</exception>
    public static int Of(int axis, Shape shape)
    {
        long positive = axis < 0 ? (long)axis + shape.Rank : axis;
        return positive >= 1 && positive < shape.Rank
            ? (int)positive
            : throw new ShapeException($"there is no axis {axis} in {shape}; axes of examples run from 1 to {shape.Rank - 1}, or from -1 down.");
    }

    /// <summary>Weights of some axes, in order, as a tensor with 1 along the others, to be broadcast.</summary>
    public static SymbolicTensor Along(SymbolicTensor weights, int[] axes, Shape shape)
    {
        int[] dimensions = new int[shape.Rank];
        Array.Fill(dimensions, 1);
        foreach (int axis in axes) dimensions[axis] = shape[axis];
        return Ops.Reshape(weights, dimensions);
    }
}
