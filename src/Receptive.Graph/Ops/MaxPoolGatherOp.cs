namespace Receptive.Graph;

/// <summary>
/// For each window the pixel at a given cell: the transpose of <see cref="MaxPoolGradientOp"/>, needed only for second
/// derivatives. Linear in x.
/// </summary>
public sealed class MaxPoolGatherOp : Op
{
    internal MaxPoolGatherOp(PoolGeometry geometry) => Geometry = geometry;

    public override string Name => $"MaxPool{Geometry.Rank}DGather";

    public PoolGeometry Geometry { get; }

    public override string Describe() => $"{Name}({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPoolGatherOp gather && gather.Geometry.Equals(Geometry);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        WindowAxes.Check(Name, "index", inputs[0], Geometry.Rank, "channels");
        ShapeRules.Require(Name, "index", inputs[0], Geometry.OutputShape);
        ShapeRules.Require(Name, "input", inputs[1], Geometry.InputShape);
        return Geometry.OutputShape;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [null, Ops.MaxPoolGradient(output.Inputs[0], outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call(Geometry.Three);

    private sealed unsafe class Call(Pool3DGeometry geometry) : KernelCall
    {
        public override int Chunks(int phase, int batch) => batch;

        public override void Run(in KernelArguments arguments, int phase, int chunk) =>
            MaxPooling.Gather(geometry, chunk, arguments.Input(0), arguments.Input(1), arguments.Output(0));
    }
}

public static partial class Ops
{
    /// <summary>For each window of a pooling the pixel of x at the given cell.</summary>
    /// <param name="index">What <see cref="MaxPoolIndex"/> gave.</param>
    /// <param name="x">What has the shape of the pooling's input.</param>
    /// <param name="geometry">The pooling's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor MaxPoolGather(SymbolicTensor index, SymbolicTensor x, PoolGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return SymbolicTensor.Apply(new MaxPoolGatherOp(geometry), index, x);
    }
}
