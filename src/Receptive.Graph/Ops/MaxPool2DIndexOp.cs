namespace Receptive.Graph;

/// <summary>
/// Which cell of each window <see cref="MaxPool2DOp"/> takes: row times pool width plus column, as a float, of the first
/// of the largest. Cells are counted in the whole window, also those beyond the image, which never win. It has no gradient.
/// </summary>
public sealed class MaxPool2DIndexOp : Op
{
    internal MaxPool2DIndexOp(Pool2DGeometry geometry) => Geometry = geometry;

    public override string Name => "MaxPool2DIndex";

    public Pool2DGeometry Geometry { get; }

    public override string Describe() => $"MaxPool2DIndex({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPool2DIndexOp index && index.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        ShapeRules.Images(Name, "input", inputs[0], "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape());
        return Geometry.OutputShape();
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new MaxPooling2DCall(Geometry, values: false, index: true);

    /// <summary>One comparison for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        output.Elements(batch) * Geometry.PoolHeight * Geometry.PoolWidth;
}

public static partial class Ops
{
    /// <summary>Which cell of each window holds the largest pixel: row times pool width plus column, the first of equals.</summary>
    /// <exception cref="ShapeException">The shape is not that of the geometry.</exception>
    public static SymbolicTensor MaxPool2DIndex(SymbolicTensor x, Pool2DGeometry geometry) =>
        SymbolicTensor.Apply(new MaxPool2DIndexOp(geometry), x);
}
