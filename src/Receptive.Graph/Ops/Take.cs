namespace Receptive.Graph;

public static partial class Ops
{
    /// <summary>The positions along an axis that are named, in that order; one may be named several times.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="indices">The positions, counted from 0.</param>
    /// <param name="axis">The axis, which is not the batch; negative ones count from the end.</param>
    /// <exception cref="ShapeException">A position or the axis does not exist, or nothing is named.</exception>
    public static SymbolicTensor Take(SymbolicTensor x, IReadOnlyList<int> indices, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        int positive = axis < 0 ? axis + x.Shape.Rank : axis;
        if (positive < (x.Shape.HasBatch ? 1 : 0) || positive >= x.Shape.Rank) throw new ShapeException($"Take: {x.Shape} has no axis {axis} besides the batch.");
        return Resample(x, positive, AxisWeights.Create(x.Shape[positive], indices.Count, i => [(indices[i], 1f)]));
    }
}
