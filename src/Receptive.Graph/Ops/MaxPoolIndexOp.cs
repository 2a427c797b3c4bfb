namespace Receptive.Graph;

/// <summary>
/// Which cell of each window <see cref="MaxPoolOp"/> takes: counted row by row, as a float, of the first
/// of the largest. Cells are counted in the whole window, also those beyond the image, which never win. It has no gradient.
/// </summary>
public sealed class MaxPoolIndexOp : Op
{
    internal MaxPoolIndexOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"MaxPool{Geometry.Rank}DIndex";

    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPoolIndexOp index && index.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        WindowAxes.Check(Name, "input", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape);
        return Geometry.OutputShape;
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new MaxPoolingCall(Geometry.Three, values: false, index: true);

    /// <summary>One comparison for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        output.Elements(batch) * Geometry.Cells;
}

public static partial class Ops
{
    /// <summary>Which cell of each window holds the largest pixel: counted row by row over the window, the first of equals.</summary>
    /// <exception cref="ShapeException">The shape is not that of the geometry.</exception>
    public static SymbolicTensor MaxPoolIndex(SymbolicTensor x, PoolGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new MaxPoolIndexOp(geometry), x);
    }
}
