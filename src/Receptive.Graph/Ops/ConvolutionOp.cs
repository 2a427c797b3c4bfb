namespace Receptive.Graph;

/// <summary>
/// The convolution (correlation, as everywhere in deep learning)
/// y[b, i, j, f] = sum over p, q, c of x[b, i s - pad + p d, j s - pad + q d, c] w[p, q, c, f]; pixels outside are 0. Written for
/// two axes; one and three are alike. One axis runs as images of one row, three as a sum of convolutions of planes.
/// Its gradients are convolutions again, see <see cref="ConvolutionInputGradientOp"/> and <see cref="ConvolutionKernelGradientOp"/>.
/// </summary>
public sealed class ConvolutionOp : Op
{
    internal ConvolutionOp(ConvolutionGeometry geometry) => Geometry = geometry;

    public override string Name => $"Conv{Geometry.Rank}D";

    public ConvolutionGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is ConvolutionOp convolution && convolution.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        WindowAxes.Check(Name, "input", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape);
        ShapeRules.Require(Name, "kernel", inputs[1], Geometry.KernelShape);
        return Geometry.OutputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return
        [
            Ops.ConvolutionInputGradient(outputGradient, output.Inputs[1], Geometry),
            Ops.ConvolutionKernelGradient(output.Inputs[0], outputGradient, Geometry),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => LowerTo(Geometry, inputGradient: false);

    internal static KernelCall LowerTo(ConvolutionGeometry geometry, bool inputGradient) => geometry.Rank == 3
        ? new Convolution3DCall(geometry.Plane, geometry.Axes[0], inputGradient)
        : new Convolution2DCall(geometry.Plane, new Convolution2DOptions { InputGradient = inputGradient });

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        Geometry.FloatingOperations * batch;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (input != 0) return base.FieldOf(input, field, inputs, output);
        return field.Windowed(inputs[0], mixesChannels: true, Geometry.Axes);
    }
}

public static partial class Ops
{
    /// <summary>The convolution of images, or of signals or volumes, by kernels.</summary>
    /// <param name="x">(batch, 1 to 3 sizes, channels).</param>
    /// <param name="w">Kernels (window, channels / groups, filters).</param>
    /// <param name="strides">Pixels from window to window, one number an axis.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <param name="dilation">Pixels from kernel cell to kernel cell, one number an axis.</param>
    /// <param name="groups">The number of groups channels and filters are cut into. As many as channels makes the convolution depthwise.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or sizes exceed <see cref="WindowLimits"/>.</exception>
    public static SymbolicTensor Convolution(
        SymbolicTensor x, SymbolicTensor w, ReadOnlySpan<int> strides, Padding padding, ReadOnlySpan<int> dilation, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        return Convolution(x, w, ConvolutionGeometry.Resolve(x.Shape, w.Shape, strides, padding, dilation, groups));
    }

    /// <summary>The convolution with sizes worked out before.</summary>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor Convolution(SymbolicTensor x, SymbolicTensor w, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new ConvolutionOp(geometry), x, w);
    }
}
