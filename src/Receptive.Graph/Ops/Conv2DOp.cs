namespace Receptive.Graph;

/// <summary>
/// The convolution (correlation, as everywhere in deep learning)
/// y[b, i, j, f] = sum over p, q, c of x[b, i s - pad + p d, j s - pad + q d, c] w[p, q, c, f]; pixels outside are 0.
/// Its gradients are convolutions again, see <see cref="Conv2DInputGradientOp"/> and <see cref="Conv2DKernelGradientOp"/>.
/// </summary>
public sealed class Conv2DOp : Op
{
    internal Conv2DOp(Conv2DGeometry geometry) => Geometry = geometry;

    public override string Name => "Conv2D";

    public Conv2DGeometry Geometry { get; }

    public override string Describe() => $"Conv2D({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is Conv2DOp convolution && convolution.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        ShapeRules.Images(Name, "input", inputs[0], "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape());
        ShapeRules.Require(Name, "kernel", inputs[1], Geometry.KernelShape());
        return Geometry.OutputShape();
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return
        [
            Ops.Conv2DInputGradient(outputGradient, output.Inputs[1], Geometry),
            Ops.Conv2DKernelGradient(output.Inputs[0], outputGradient, Geometry),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Convolution2DCall(Geometry, default);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        Geometry.FloatingOperations * batch;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (input != 0) return base.FieldOf(input, field, inputs, output);
        return field.Windowed(
            inputs[0], mixesChannels: true,
            new(Geometry.KernelHeight, Geometry.StrideHeight, Geometry.DilationHeight, Geometry.PadTop),
            new(Geometry.KernelWidth, Geometry.StrideWidth, Geometry.DilationWidth, Geometry.PadLeft));
    }
}

public static partial class Ops
{
    /// <summary>The two-dimensional convolution of images by kernels.</summary>
    /// <param name="x">Images (batch, height, width, channels).</param>
    /// <param name="w">Kernels (height, width, channels / groups, filters).</param>
    /// <param name="strides">Pixels from window to window, down and right.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <param name="dilation">Pixels from kernel cell to kernel cell, down and right.</param>
    /// <param name="groups">The number of groups channels and filters are cut into.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static SymbolicTensor Conv2D(
        SymbolicTensor x, SymbolicTensor w, (int Height, int Width) strides, Padding padding, (int Height, int Width) dilation, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        return Conv2D(x, w, Conv2DGeometry.Resolve(x.Shape, w.Shape, strides, padding, dilation, groups));
    }

    /// <inheritdoc cref="Conv2D(SymbolicTensor, SymbolicTensor, ValueTuple{int, int}, Padding, ValueTuple{int, int}, int)"/>
    public static SymbolicTensor Conv2D(SymbolicTensor x, SymbolicTensor w, (int Height, int Width) strides, Padding padding) =>
        Conv2D(x, w, strides, padding, (1, 1));

    /// <summary>The two-dimensional convolution of images by kernels, with sizes worked out before.</summary>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor Conv2D(SymbolicTensor x, SymbolicTensor w, Conv2DGeometry geometry) =>
        SymbolicTensor.Apply(new Conv2DOp(geometry), x, w);
}
