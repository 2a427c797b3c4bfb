namespace Receptive.Graph;

/// <summary>
/// The gradient of a convolution with respect to its kernels:
/// dw[p, q, c, f] = sum over b, i, j of x[b, i s - pad + p d, j s - pad + q d, c] dy[b, i, j, f].
/// It is linear in both x and dy, and its own gradients are the two other convolutions.
/// </summary>
public sealed class ConvolutionKernelGradientOp : Op
{
    internal ConvolutionKernelGradientOp(ConvolutionGeometry geometry) => Geometry = geometry;

    public override string Name => $"Conv{Geometry.Rank}DKernelGradient";

    /// <summary>That of the convolution whose gradient this is: dy has its output's shape, the result its kernel's.</summary>
    public ConvolutionGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is ConvolutionKernelGradientOp gradient && gradient.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        WindowAxes.Check(Name, "input", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape);
        ShapeRules.Require(Name, "output gradient", inputs[1], Geometry.OutputShape);
        return Geometry.KernelShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return
        [
            Ops.ConvolutionInputGradient(output.Inputs[1], outputGradient, Geometry),
            Ops.Convolution(output.Inputs[0], outputGradient, Geometry),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => Geometry.Rank == 3
        ? new Convolution3DKernelGradientCall(Geometry.Plane, Geometry.Axes[0])
        : new Convolution2DKernelGradientCall(Geometry.Plane, ImageSourceKind.Plain);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        Geometry.FloatingOperations * batch;
}

public static partial class Ops
{
    /// <summary>The gradient of a convolution with respect to its kernels.</summary>
    /// <param name="x">The convolution's images.</param>
    /// <param name="dy">What has the shape of the convolution's output.</param>
    /// <param name="geometry">The convolution's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor ConvolutionKernelGradient(SymbolicTensor x, SymbolicTensor dy, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new ConvolutionKernelGradientOp(geometry), x, dy);
    }
}
