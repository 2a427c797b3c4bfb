namespace Receptive.Graph;

/// <summary>
/// The gradient of a convolution with respect to its kernels:
/// dw[p, q, c, f] = sum over b, i, j of x[b, i s - pad + p d, j s - pad + q d, c] dy[b, i, j, f].
/// It is linear in both x and dy, and its own gradients are the two other convolutions.
/// </summary>
public sealed class Conv2DKernelGradientOp : Op
{
    internal Conv2DKernelGradientOp(Conv2DGeometry geometry) => Geometry = geometry;

    public override string Name => "Conv2DKernelGradient";

    /// <summary>That of the convolution whose gradient this is: dy has its output's shape, the result its kernel's.</summary>
    public Conv2DGeometry Geometry { get; }

    public override string Describe() => $"Conv2DKernelGradient({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is Conv2DKernelGradientOp gradient && gradient.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        ShapeRules.Images(Name, "input", inputs[0], "channels");
        ShapeRules.Require(Name, "input", inputs[0], Geometry.InputShape());
        ShapeRules.Require(Name, "output gradient", inputs[1], Geometry.OutputShape());
        return Geometry.KernelShape();
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return
        [
            Ops.Conv2DInputGradient(output.Inputs[1], outputGradient, Geometry),
            Ops.Conv2D(output.Inputs[0], outputGradient, Geometry),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Convolution2DKernelGradientCall(Geometry, ImageSourceKind.Plain);

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
    public static SymbolicTensor Conv2DKernelGradient(SymbolicTensor x, SymbolicTensor dy, Conv2DGeometry geometry) =>
        SymbolicTensor.Apply(new Conv2DKernelGradientOp(geometry), x, dy);
}
