namespace Receptive.Graph;

/// <summary>
/// The gradient of a convolution with respect to its images, which is also the transposed convolution:
/// dx[b, h, v, c] = sum of dy[b, i, j, f] w[p, q, c, f] over all i, j, p, q, f with i s - pad + p d = h and
/// j s - pad + q d = v. It is linear in both dy and w, and its own gradients are the two other convolutions.
/// </summary>
public sealed class ConvolutionInputGradientOp : Op
{
    internal ConvolutionInputGradientOp(ConvolutionGeometry geometry) => Geometry = geometry;

    public override string Name => $"Conv{Geometry.Rank}DInputGradient";

    /// <summary>That of the convolution whose gradient this is: dy has its output's shape, the result its input's.</summary>
    public ConvolutionGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is ConvolutionInputGradientOp gradient && gradient.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        WindowAxes.Check(Name, "output gradient", inputs[0], Geometry.Rank, "filters");
        ShapeRules.Require(Name, "output gradient", inputs[0], Geometry.OutputShape);
        ShapeRules.Require(Name, "kernel", inputs[1], Geometry.KernelShape);
        return Geometry.InputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return
        [
            Ops.Convolution(outputGradient, output.Inputs[1], Geometry),
            Ops.ConvolutionKernelGradient(outputGradient, output.Inputs[0], Geometry),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => ConvolutionOp.LowerTo(Geometry, inputGradient: true);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        Geometry.FloatingOperations * batch;
}

public static partial class Ops
{
    /// <summary>The gradient of a convolution with respect to its images: the transposed convolution.</summary>
    /// <param name="dy">What has the shape of the convolution's output.</param>
    /// <param name="w">The convolution's kernels.</param>
    /// <param name="geometry">The convolution's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor ConvolutionInputGradient(SymbolicTensor dy, SymbolicTensor w, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new ConvolutionInputGradientOp(geometry), dy, w);
    }
}
