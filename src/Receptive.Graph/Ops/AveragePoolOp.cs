namespace Receptive.Graph;

/// <summary>
/// The mean of each window, channel by channel; cells beyond the borders are not counted. It is linear, and its gradient is the
/// transpose, see <see cref="AveragePoolGradientOp"/>.
/// </summary>
public sealed class AveragePoolOp : Op
{
    internal AveragePoolOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"AveragePool{Geometry.Rank}D";

    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is AveragePoolOp pool && pool.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape);
        return Geometry.OutputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [SymbolicTensor.Apply(new AveragePoolGradientOp(Geometry), outputGradient)];

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new AveragePoolingCall(Geometry.Three, gradient: false);

    /// <summary>One addition for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch) * Geometry.Cells;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Windowed(inputs[0], mixesChannels: false, Geometry.Axes);
    }
}

/// <summary>
/// The gradient of <see cref="AveragePoolOp"/>: spreads each element of dy evenly over the cells of its window. Linear in dy; its own
/// gradient is the pooling.
/// </summary>
public sealed class AveragePoolGradientOp : Op
{
    internal AveragePoolGradientOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"AveragePool{Geometry.Rank}DGradient";

    /// <summary>That of the pooling whose gradient this is: dy has its output's shape, the result its input's.</summary>
    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is AveragePoolGradientOp gradient && gradient.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        ShapeRules.Require(Name, "output gradient", inputs[0], Geometry.OutputShape);
        return Geometry.InputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [SymbolicTensor.Apply(new AveragePoolOp(Geometry), outputGradient)];

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new AveragePoolingCall(Geometry.Three, gradient: true);

    /// <summary>One addition for each cell of each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Elements(batch) * Geometry.Cells;
    }
}

public static partial class Ops
{
    /// <summary>The mean of each window, channel by channel, of the pixels that lie inside the borders.</summary>
    /// <param name="x">(batch, 1 to 3 sizes, channels).</param>
    /// <param name="window">The window, one number an axis.</param>
    /// <param name="strides">Pixels from window to window, one number an axis.</param>
    /// <param name="padding">The rule at the borders; cells beyond them are not counted, as in Keras and TensorFlow.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or sizes exceed <see cref="WindowLimits"/>.</exception>
    public static SymbolicTensor AveragePool(SymbolicTensor x, ReadOnlySpan<int> window, ReadOnlySpan<int> strides, Padding padding)
    {
        ArgumentNullException.ThrowIfNull(x);
        return SymbolicTensor.Apply(new AveragePoolOp(PoolGeometry.Resolve(x.Shape, window, strides, padding, "AveragePool")), x);
    }
}
