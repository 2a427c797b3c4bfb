namespace Receptive.Graph;

/// <summary>The transpose of broadcasting, which the gradients of broadcasting ops need.</summary>
internal static class Broadcasting
{
    /// <summary>
    /// Sums a gradient over every axis along which a tensor of shape <paramref name="shape"/> was repeated, so that it
    /// gets that shape back.
    /// </summary>
    public static SymbolicTensor SumTo(SymbolicTensor gradient, Shape shape)
    {
        Shape from = gradient.Shape;
        if (from == shape) return gradient;
        int extra = from.Rank - shape.Rank;
        var axes = new List<int>();
        for (int i = 0; i < from.Rank; i++)
        {
            if (i < extra || (shape[i - extra] == 1 && from[i] != 1)) axes.Add(i);
        }

        if (axes.Count == 0) return gradient;
        return Ops.Reshape(Ops.ReduceSum(gradient, [.. axes]), shape);
    }
}
