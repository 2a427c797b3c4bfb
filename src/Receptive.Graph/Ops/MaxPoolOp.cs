namespace Receptive.Graph;

/// <summary>
/// The largest pixel of each window, channel by channel. The gradient goes to the first of the largest, in row-major
/// order; which one that was, <see cref="MaxPoolIndexOp"/> says. Cells beyond the image never win.
/// </summary>
public sealed class MaxPoolOp : Op
{
    internal MaxPoolOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"MaxPool{Geometry.Rank}D";

    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPoolOp pool && pool.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        WindowAxes.Check(Name, "input", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape);
        return Geometry.OutputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.MaxPoolGradient(Ops.MaxPoolIndex(output.Inputs[0], Geometry), outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new MaxPoolingCall(Geometry.Three, values: true, index: false);

    /// <summary>One comparison for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        output.Elements(batch) * Geometry.Cells;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Windowed(inputs[0], mixesChannels: false, Geometry.Axes);
    }
}

public static partial class Ops
{
    /// <summary>The largest pixel of each window, channel by channel; a NaN is the largest of all.</summary>
    /// <param name="x">(batch, 1 to 3 sizes, channels).</param>
    /// <param name="window">The window, one number an axis.</param>
    /// <param name="strides">Pixels from window to window, one number an axis.</param>
    /// <param name="padding">The rule at the borders; pixels beyond them never win.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or sizes exceed <see cref="WindowLimits"/>.</exception>
    public static SymbolicTensor MaxPool(SymbolicTensor x, ReadOnlySpan<int> window, ReadOnlySpan<int> strides, Padding padding)
    {
        ArgumentNullException.ThrowIfNull(x);
        return SymbolicTensor.Apply(new MaxPoolOp(PoolGeometry.Resolve(x.Shape, window, strides, padding)), x);
    }
}
