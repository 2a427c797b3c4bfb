namespace Receptive.Graph;

/// <summary>
/// The gradient of <see cref="MaxPool2DOp"/>: adds each element of dy to the pixel its window took. Linear in dy; its own
/// gradient gathers from the same pixels, see <see cref="MaxPool2DGatherOp"/>.
/// </summary>
public sealed class MaxPool2DGradientOp : Op
{
    internal MaxPool2DGradientOp(Pool2DGeometry geometry) => Geometry = geometry;

    public override string Name => "MaxPool2DGradient";

    /// <summary>That of the pooling whose gradient this is: index and dy have its output's shape, the result its input's.</summary>
    public Pool2DGeometry Geometry { get; }

    public override string Describe() => $"MaxPool2DGradient({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPool2DGradientOp gradient && gradient.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        ShapeRules.Images(Name, "index", inputs[0], "channels");
        ShapeRules.Require(Name, "index", inputs[0], Geometry.OutputShape());
        ShapeRules.Require(Name, "output gradient", inputs[1], Geometry.OutputShape());
        return Geometry.InputShape();
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [null, Ops.MaxPool2DGather(output.Inputs[0], outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call(Geometry);

    /// <summary>One addition for each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[1].Elements(batch);
    }

    private sealed unsafe class Call(Pool2DGeometry geometry) : KernelCall
    {
        public override int Chunks(int phase, int batch) => batch;

        public override void Run(in KernelArguments arguments, int phase, int chunk) =>
            MaxPooling2D.Gradient(geometry, chunk, arguments.Input(0), arguments.Input(1), arguments.Output(0));
    }
}

public static partial class Ops
{
    /// <summary>The gradient of max pooling: adds each element of dy to the pixel its window took.</summary>
    /// <param name="index">What <see cref="MaxPool2DIndex"/> gave.</param>
    /// <param name="dy">What has the shape of the pooling's output.</param>
    /// <param name="geometry">The pooling's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor MaxPool2DGradient(SymbolicTensor index, SymbolicTensor dy, Pool2DGeometry geometry) =>
        SymbolicTensor.Apply(new MaxPool2DGradientOp(geometry), index, dy);
}
