namespace Receptive.Graph;

/// <summary>
/// For each window the pixel at a given cell: the transpose of <see cref="MaxPool2DGradientOp"/>, needed only for second
/// derivatives. Linear in x.
/// </summary>
public sealed class MaxPool2DGatherOp : Op
{
    internal MaxPool2DGatherOp(Pool2DGeometry geometry) => Geometry = geometry;

    public override string Name => "MaxPool2DGather";

    public Pool2DGeometry Geometry { get; }

    public override string Describe() => $"MaxPool2DGather({Geometry.Describe()})";

    public override bool IsSameAs(Op other) => other is MaxPool2DGatherOp gather && gather.Geometry == Geometry;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        ShapeRules.Images(Name, "index", inputs[0], "channels");
        ShapeRules.Require(Name, "index", inputs[0], Geometry.OutputShape());
        ShapeRules.Require(Name, "input", inputs[1], Geometry.InputShape());
        return Geometry.OutputShape();
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [null, Ops.MaxPool2DGradient(output.Inputs[0], outputGradient, Geometry)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call(Geometry);

    // Second derivatives through pooling are rare, so this favours being short: one plain loop, one chunk an image.
    private sealed class Call(Pool2DGeometry geometry) : KernelCall
    {
        public override int Chunks(int phase, int batch) => batch;

        public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
        {
            Pool2DGeometry g = geometry;
            int channels = g.Channels;
            long outputs = (long)g.OutputHeight * g.OutputWidth * channels;
            float* index = arguments.Input(0) + chunk * outputs;
            float* x = arguments.Input(1) + (long)chunk * g.Height * g.Width * channels;
            float* y = arguments.Output(0) + chunk * outputs;
            for (int i = 0; i < g.OutputHeight; i++)
            {
                for (int j = 0; j < g.OutputWidth; j++)
                {
                    for (int c = 0; c < channels; c++, index++, y++)
                    {
                        long pixel = g.PixelOf(i, j, *index);
                        *y = pixel >= 0 ? x[pixel * channels + c] : 0;
                    }
                }
            }
        }
    }
}

public static partial class Ops
{
    /// <summary>For each window of a pooling the pixel of x at the given cell.</summary>
    /// <param name="index">What <see cref="MaxPool2DIndex"/> gave.</param>
    /// <param name="x">What has the shape of the pooling's input.</param>
    /// <param name="geometry">The pooling's sizes.</param>
    /// <exception cref="ShapeException">The shapes are not those of the geometry.</exception>
    public static SymbolicTensor MaxPool2DGather(SymbolicTensor index, SymbolicTensor x, Pool2DGeometry geometry) =>
        SymbolicTensor.Apply(new MaxPool2DGatherOp(geometry), index, x);
}
