using Receptive.Compiler;
using Receptive.Engine.Tests.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Graph;

/// <summary>
/// Extreme values of every argument of convolution and pooling: each is either refused with a sentence before any memory exists, or
/// computed with its gradients, in little memory, as the definition says.
/// </summary>
public class WindowLimitTests
{
    private const int None = Shape.Batch;

    private static readonly int[] s_extremes = [int.MinValue, -1, 0, 1, 1 << 15, 46_341, 65_536, (1 << 29) - 1, 1 << 29, 1 << 30, int.MaxValue];

    public static TheoryData<int, Padding> Extremes { get; } = new MatrixTheoryData<int, Padding>(s_extremes, [Padding.Valid, Padding.Same]);

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Of_dilation(int value, Padding padding)
    {
        Try(() => Convolve([None, 8, 8, 2], [3, 3, 2, 3], 1, 1, padding, value, value));
        Try(() => Convolve([None, 8, 8, 2], [2, 3, 2, 3], 1, 1, padding, value, 1));
        Try(() => Convolve([None, 5, 6, 2], [5, 4, 2, 3], 2, 3, padding, 1, value));
        Try(() => Convolve([None, 5, 6, 4], [4, 1, 2, 6], 1, 1, padding, value, value, groups: 2));
        Try(() => new OpCase("along one axis", [[None, 7, 2], [3, 2, 3]], x => Convolution(x[0], x[1], [1], padding, [value])));
        Try(() => new OpCase("along three axes", [[None, 3, 4, 2, 2], [3, 2, 3, 2, 3]], x => Convolution(x[0], x[1], [1, 1, 1], padding, [value, value, value])));
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Of_strides(int value, Padding padding)
    {
        Try(() => Convolve([None, 8, 8, 2], [3, 3, 2, 3], value, value, padding, 1, 1));
        Try(() => Convolve([None, 8, 8, 2], [3, 3, 2, 3], 2, value, padding, 2, 1));
        Try(() => Pool([None, 8, 8, 2], 2, 2, value, value, padding));
        Try(() => Pool([None, 8, 8, 2], 3, 1, 1, value, padding));
        Try(() => new OpCase("along three axes", [[None, 3, 4, 2, 2], [3, 2, 1, 2, 3]], x => Convolution(x[0], x[1], [value, value, value], padding, [1, 1, 1])));
        Try(() => new OpCase("mean along three axes", [[None, 3, 4, 2, 2]], x => AveragePool(x[0], [2, 2, 1], [value, 1, value], padding)));
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Of_windows(int value, Padding padding)
    {
        Try(() => Convolve([None, 4, 3, 1], [value, 1, 1, 1], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, 4, 3, 1], [1, value, 1, 1], 1, 1, padding, 3, 3), mayBeLarge: true);
        Try(() => Convolve([None, 4, 3, 1], [value, value, 1, 1], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Pool([None, 4, 3, 2], value, 1, 1, 1, padding));
        Try(() => Pool([None, 4, 3, 2], 2, value, 2, 2, padding));
        Try(() => new OpCase("along three axes", [[None, 3, 4, 2, 2], [value, 1, 1, 2, 3]], x => Convolution(x[0], x[1], [1, 1, 1], padding, [1, 1, 1])), mayBeLarge: true);
        Try(() => new OpCase("mean along three axes", [[None, 3, 4, 2, 2]], x => AveragePool(x[0], [value, 2, 2], [2, 1, 1], padding)));
        Try(() => new OpCase("mean of everything", [[None, 3, 4, 2, 2]], x => AveragePool(x[0], [value, value, value], [2, 1, 1], padding)), mayBeLarge: true);
        Try(() => Pool([None, 4, 3, 2], value, value, 2, 2, padding), mayBeLarge: true);
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Of_images_channels_and_groups(int value, Padding padding)
    {
        Try(() => Convolve([None, value, 1, 1], [3, 1, 1, 1], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, value, value, 1], [3, 3, 1, 1], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, value, value, value], [3, 3, value, value], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, 3, 3, value], [3, 3, value, 1], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, 3, 3, 1], [3, 3, 1, value], 1, 1, padding, 1, 1), mayBeLarge: true);
        Try(() => Convolve([None, 3, 3, 4], [3, 3, 1, 4], 1, 1, padding, 1, 1, value));
        Try(() => Pool([None, value, value, 3], 2, 2, 2, 2, padding), mayBeLarge: true);
        Try(() => Pool([None, value, value, value], 2, 2, 2, 2, padding), mayBeLarge: true);
    }

    [Fact]
    public void A_shape_of_too_many_elements_is_refused_with_a_sentence()
    {
        var shape = new Shape(int.MaxValue, int.MaxValue, int.MaxValue);
        Assert.Contains("more elements than can be counted", Assert.Throws<ShapeException>(() => shape.ElementsPerRow).Message);
        Assert.Contains("more elements", Assert.Throws<ShapeException>(() => new Shape(None, int.MaxValue, int.MaxValue).Elements(int.MaxValue)).Message);
        Assert.Equal(0, new Shape(None, int.MaxValue, int.MaxValue).Elements(0));
    }

    private static OpCase Convolve(int[] input, int[] kernel, int strideHeight, int strideWidth, Padding padding, int dilationHeight, int dilationWidth, int groups = 1) =>
        new("convolution", [input, kernel], x => Convolution(x[0], x[1], [strideHeight, strideWidth], padding, [dilationHeight, dilationWidth], groups));

    private static OpCase Pool(int[] input, int height, int width, int strideHeight, int strideWidth, Padding padding) =>
        new("pooling", [input], x => MaxPool(x[0], [height, width], [strideHeight, strideWidth], padding));

    private static void Try(Func<OpCase> make, bool mayBeLarge = false)
    {
        OpCase row;
        try
        {
            row = make();
            _ = row.Trace();
        }
        catch (ShapeException exception)
        {
            Assert.EndsWith(".", exception.Message);
            Assert.True(exception.Message.Length > 30, exception.Message);
            return;
        }

        (SymbolicTensor[] placeholders, SymbolicTensor output) = row.Trace();
        SymbolicTensor upstream = Placeholder(output.Shape, "upstream");
        if (placeholders.Append(upstream).Sum(tensor => tensor.Shape.Elements(1)) > 300_000)
        {
            Assert.True(mayBeLarge, "sizes that stay small");
            return;
        }

        SymbolicTensor[] gradients = [.. Autodiff.Gradients(output, placeholders, upstream).OfType<SymbolicTensor>()];
        var function = new GraphFunction(row.Name, [.. placeholders, upstream], [output, .. gradients], []);
        using (Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 1, Threads = 1 }))
            Assert.InRange(program.ArenaBytes, 0, 100_000_000);
        double[] upstreamValues = [.. Enumerable.Range(0, (int)output.Shape.Elements(1)).Select(i => 0.1 * (i % 7) - 0.3)];
        Programs.Check(function, [.. row.Values(1), upstreamValues], 1, 1);
    }
}
