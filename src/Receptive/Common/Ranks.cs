using Receptive.Graph;

namespace Receptive.Common;

/// <summary>Keras' rules for labels, predictions and weights whose numbers of dimensions differ.</summary>
internal static class Ranks
{
    /// <summary>Where one has a last dimension of 1 that the other lacks, makes them alike.</summary>
    public static (SymbolicTensor YTrue, SymbolicTensor YPred) Align(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        if (IsColumnOf(yTrue.Shape, yPred.Shape)) return yPred.Shape.Rank == 1 ? (yTrue, Expand(yPred)) : (Squeeze(yTrue), yPred);
        if (IsColumnOf(yPred.Shape, yTrue.Shape)) return yTrue.Shape.Rank == 1 ? (Expand(yTrue), yPred) : (yTrue, Squeeze(yPred));
        return (yTrue, yPred);
    }

    /// <summary>Whether <see cref="Align"/> makes the shapes equal.</summary>
    public static bool FitTogether(Shape labels, Shape output) =>
        labels == output || (IsColumnOf(labels, output) && Without(labels) == output) || (IsColumnOf(output, labels) && Without(output) == labels);

    /// <summary>Weights (batch) seen as (batch, 1, ...), so that they multiply values of any number of dimensions.</summary>
    public static SymbolicTensor ExpandTo(SymbolicTensor weights, Shape values)
    {
        Shape shape = weights.Shape;
        if (shape.Rank == values.Rank + 1 && shape[^1] == 1) return Squeeze(weights);
        if (shape.Rank >= values.Rank) return weights;
        int[] dimensions = new int[values.Rank];
        Array.Fill(dimensions, 1);
        shape.Dimensions.CopyTo(dimensions);
        return Ops.Reshape(weights, dimensions);
    }

    /// <summary>Without a last dimension of 1.</summary>
    public static SymbolicTensor Squeeze(SymbolicTensor x) => Ops.Reshape(x, Without(x.Shape));

    /// <summary>The mean of each example's values: shape (batch).</summary>
    public static SymbolicTensor MeanOfEach(SymbolicTensor x)
    {
        if (x.Shape.Rank <= 1) return x;
        return Ops.ReduceMean(x, [.. Enumerable.Range(1, x.Shape.Rank - 1)]);
    }

    private static bool IsColumnOf(Shape longer, Shape shorter) => longer.Rank == shorter.Rank + 1 && longer[^1] == 1;

    private static Shape Without(Shape shape) => new(shape.Dimensions[..^1]);

    private static SymbolicTensor Expand(SymbolicTensor x) => Ops.Reshape(x, new Shape([.. x.Shape.Dimensions, 1]));
}
