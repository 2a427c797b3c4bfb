namespace Receptive.Graph;

/// <summary>
/// The largest pixel of each window, channel by channel. The gradient goes to the first of the largest, in row-major
/// order; which one that was, <see cref="MaxPool2DIndexOp"/> says. Cells beyond the image never win.
/// </summary>
public sealed class MaxPool2DOp : Op
{
    internal MaxPool2DOp(Pool2DGeometry geometry) => Geometry = geometry;

    public override string Name => "MaxPool2D";

    public Pool2DGeometry Geometry { get; }

    public override string Describe() => $"MaxPool2D({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPool2DOp pool && pool.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        ShapeRules.Images(Name, "input", inputs[0], "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape());
        return Geometry.OutputShape();
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.MaxPool2DGradient(Ops.MaxPool2DIndex(output.Inputs[0], Geometry), outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new MaxPooling2DCall(Geometry, values: true, index: false);

    /// <summary>One comparison for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        output.Elements(batch) * Geometry.PoolHeight * Geometry.PoolWidth;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Windowed(
            inputs[0], mixesChannels: false,
            new(Geometry.PoolHeight, Geometry.StrideHeight, PaddingBefore: Geometry.PadTop),
            new(Geometry.PoolWidth, Geometry.StrideWidth, PaddingBefore: Geometry.PadLeft));
    }
}

public static partial class Ops
{
    /// <summary>The largest pixel of each window, channel by channel.</summary>
    /// <param name="x">Images (batch, height, width, channels).</param>
    /// <param name="pool">The window, down and right.</param>
    /// <param name="strides">Pixels from window to window, down and right.</param>
    /// <param name="padding">The rule at the borders; pixels beyond them never win.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static SymbolicTensor MaxPool2D(SymbolicTensor x, (int Height, int Width) pool, (int Height, int Width) strides, Padding padding)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MaxPool2D(x, Pool2DGeometry.Resolve(x.Shape, pool, strides, padding));
    }

    /// <summary>The largest pixel of each window, with sizes worked out before.</summary>
    /// <exception cref="ShapeException">The shape is not that of the geometry.</exception>
    public static SymbolicTensor MaxPool2D(SymbolicTensor x, Pool2DGeometry geometry) =>
        SymbolicTensor.Apply(new MaxPool2DOp(geometry), x);
}
