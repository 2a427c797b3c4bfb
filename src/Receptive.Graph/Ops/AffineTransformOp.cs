using System.Globalization;

namespace Receptive.Graph;

/// <summary>
/// Images turned, scaled and moved: pixel (x, y) is taken from (a0 x + a1 y + a2, b0 x + b1 y + b2) of the input, six numbers an example.
/// It is linear in the images, and its gradient puts pixels back where they were taken; the numbers have none.
/// </summary>
public sealed class AffineTransformOp : Op
{
    internal AffineTransformOp(bool nearest, ImageFill fill, float fillValue) => (Nearest, Fill, FillValue) = (nearest, fill, fillValue);

    public override string Name => "AffineTransform";

    /// <summary>Whether the nearest pixel is taken, instead of a mean of the four around the place.</summary>
    public bool Nearest { get; }

    /// <summary>What stands beyond the borders.</summary>
    public ImageFill Fill { get; }

    /// <summary>The number there, if it is one.</summary>
    public float FillValue { get; }

    public override string Describe() =>
        $"AffineTransform({(Nearest ? "nearest" : "bilinear")}, fill {Fill}{(Fill == ImageFill.Constant ? $" {FillValue.ToString("R", CultureInfo.InvariantCulture)}" : "")})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        CheckShapes(Name, inputs[0], inputs[1]);
        return inputs[0];
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [SymbolicTensor.Apply(new AffineTransformGradientOp(Nearest, Fill), outputGradient, output.Inputs[1]), null];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new AffineTransformCall(output, Nearest, Fill, FillValue, gradient: false);

    /// <summary>Four products and sums a pixel.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => 8 * output.Elements(batch);

    internal static void CheckShapes(string op, Shape images, Shape numbers)
    {
        ShapeRules.Rank(op, "images", images, 4, "(batch, height, width, channels)");
        WindowLimits.Elements(op, "images", images);
        ShapeRules.Require(op, "numbers", numbers, [images[0], 6]);
    }
}

/// <summary>The gradient of <see cref="AffineTransformOp"/> with respect to the images. Linear in dy; its own gradient is the transformation.</summary>
public sealed class AffineTransformGradientOp : Op
{
    internal AffineTransformGradientOp(bool nearest, ImageFill fill) => (Nearest, Fill) = (nearest, fill);

    public override string Name => "AffineTransformGradient";

    /// <summary>Whether the nearest pixel was taken.</summary>
    public bool Nearest { get; }

    /// <summary>What stood beyond the borders.</summary>
    public ImageFill Fill { get; }

    public override string Describe() => $"AffineTransformGradient({(Nearest ? "nearest" : "bilinear")}, fill {Fill})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        AffineTransformOp.CheckShapes(Name, inputs[0], inputs[1]);
        return inputs[0];
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.AffineTransform(outputGradient, output.Inputs[1], Nearest, Fill), null];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new AffineTransformCall(output, Nearest, Fill, 0, gradient: true);

    /// <summary>Four products and sums a pixel.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => 8 * output.Elements(batch);
}

public static partial class Ops
{
    /// <summary>Images turned, scaled and moved.</summary>
    /// <param name="images">(batch, height, width, channels).</param>
    /// <param name="numbers">(batch, 6): a0, a1, a2, b0, b1, b2; the pixel (x, y) is taken from (a0 x + a1 y + a2, b0 x + b1 y + b2). The gradient stops here.</param>
    /// <param name="nearest">Whether the nearest pixel is taken, instead of a mean of the four around the place.</param>
    /// <param name="fill">What stands beyond the borders.</param>
    /// <param name="fillValue">The number there, if it is one.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static SymbolicTensor AffineTransform(SymbolicTensor images, SymbolicTensor numbers, bool nearest = false, ImageFill fill = ImageFill.Constant, float fillValue = 0) =>
        SymbolicTensor.Apply(new AffineTransformOp(nearest, fill, fillValue), images, numbers);
}
