namespace Receptive.Graph;

/// <summary>
/// The gradient of <see cref="MaxPoolOp"/>: adds each element of dy to the pixel its window took. Linear in dy; its own
/// gradient gathers from the same pixels, see <see cref="MaxPoolGatherOp"/>.
/// </summary>
public sealed class MaxPoolGradientOp : Op
{
    internal MaxPoolGradientOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"MaxPool{Geometry.Rank}DGradient";

    /// <summary>That of the pooling whose gradient this is: index and dy have its output's shape, the result its input's.</summary>
    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPoolGradientOp gradient && gradient.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        WindowAxes.Check(Name, "index", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "index", inputs[0], Geometry.OutputShape);
        ShapeRules.Require(Name, "output gradient", inputs[1], Geometry.OutputShape);
        return Geometry.InputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [null, Ops.MaxPoolGather(output.Inputs[0], outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call(Geometry.Three);

    /// <summary>One addition for each window.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[1].Elements(batch);
    }

    private sealed unsafe class Call(Pool3DGeometry geometry) : KernelCall
    {
        public override int Chunks(int phase, int batch) => batch;

        public override void Run(in KernelArguments arguments, int phase, int chunk) =>
            MaxPooling.Gradient(geometry, chunk, arguments.Input(0), arguments.Input(1), arguments.Output(0));
    }
}

public static partial class Ops
{
    /// <summary>The gradient of max pooling: adds each element of dy to the pixel its window took.</summary>
    /// <param name="index">What <see cref="MaxPoolIndex"/> gave.</param>
    /// <param name="dy">What has the shape of the pooling's output.</param>
    /// <param name="geometry">The pooling's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor MaxPoolGradient(SymbolicTensor index, SymbolicTensor dy, PoolGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new MaxPoolGradientOp(geometry), index, dy);
    }
}
