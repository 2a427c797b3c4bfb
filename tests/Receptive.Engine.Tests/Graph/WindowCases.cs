using Receptive.Graph;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Graph;

/// <summary>The rows of the op table for convolution and pooling.</summary>
internal static class WindowCases
{
    private const int None = Shape.Batch;

    /// <summary>Sizes, channels, kernel, filters, strides, dilation, groups.</summary>
    private static readonly (int[] Sizes, int Channels, int[] Kernel, int Filters, int[] Strides, int[] Dilation, int Groups)[] s_convolutions =
    [
        ([5, 6], 1, [3, 3], 4, [1, 1], [1, 1], 1),
        ([5, 5], 3, [3, 3], 5, [1, 1], [1, 1], 1),
        ([6, 7], 2, [3, 2], 3, [2, 1], [1, 1], 1),
        ([7, 6], 3, [2, 3], 2, [2, 3], [1, 1], 1),
        ([4, 4], 5, [1, 1], 7, [1, 1], [1, 1], 1),
        ([5, 5], 3, [1, 1], 2, [2, 2], [1, 1], 1),
        ([7, 8], 2, [3, 3], 3, [1, 1], [2, 2], 1),
        ([9, 7], 1, [3, 2], 2, [2, 1], [2, 3], 1),
        ([5, 5], 4, [3, 3], 6, [1, 1], [1, 1], 2),
        ([5, 4], 3, [3, 3], 3, [1, 1], [1, 1], 3),
        ([6, 6], 3, [3, 3], 6, [2, 2], [1, 1], 3),
        ([5, 5], 2, [5, 5], 3, [1, 1], [1, 1], 1),
        ([3, 3], 2, [2, 2], 2, [4, 4], [1, 1], 1),
        ([8, 5], 2, [4, 4], 3, [3, 2], [1, 1], 1),
        ([1, 9], 3, [1, 4], 2, [1, 1], [1, 1], 1),
        // Kernels that reach far beyond the image.
        ([3, 4], 2, [5, 3], 3, [1, 1], [4, 9], 1),
        ([2, 1], 4, [2, 4], 6, [1, 2], [7, 1], 2),
        // Depthwise, with one and two filters a channel.
        ([5, 6], 5, [3, 3], 5, [1, 1], [1, 1], 5),
        ([6, 5], 3, [3, 2], 6, [2, 1], [1, 1], 3),
        // One axis.
        ([9], 2, [3], 4, [1], [1], 1),
        ([8], 3, [4], 2, [3], [1], 1),
        ([11], 4, [3], 6, [1], [3], 2),
        ([1], 2, [3], 1, [2], [1], 1),
        ([7], 1, [1], 3, [1], [1], 1),
        ([3], 3, [2], 3, [1], [6], 3),
        // Three axes.
        ([3, 4, 5], 1, [3, 3, 3], 2, [1, 1, 1], [1, 1, 1], 1),
        ([5, 4, 3], 2, [2, 3, 1], 3, [2, 1, 1], [1, 1, 1], 1),
        ([4, 3, 5], 2, [3, 2, 2], 2, [1, 2, 3], [1, 1, 1], 1),
        ([6, 3, 4], 4, [2, 2, 3], 4, [1, 1, 1], [4, 1, 1], 2),
        ([3, 5, 4], 3, [2, 3, 3], 3, [1, 1, 1], [2, 2, 1], 3),
        ([2, 2, 2], 2, [1, 1, 1], 3, [2, 2, 2], [1, 1, 1], 1),
        ([2, 3, 2], 1, [2, 2, 2], 2, [1, 1, 1], [5, 1, 1], 1),
    ];

    private static readonly (int[] Sizes, int Channels, int[] Window, int[] Strides)[] s_pools =
    [
        ([4, 4], 3, [2, 2], [2, 2]),
        ([5, 7], 2, [2, 2], [2, 2]),
        ([6, 5], 1, [3, 2], [1, 1]),
        ([7, 7], 3, [3, 3], [2, 2]),
        ([6, 6], 2, [2, 2], [3, 3]),
        ([5, 4], 5, [1, 1], [1, 1]),
        ([3, 3], 2, [3, 3], [3, 3]),
        ([5, 6], 1, [3, 4], [2, 1]),
        ([7], 3, [2], [2]), ([5], 2, [3], [1]), ([6], 1, [2], [4]), ([1], 2, [3], [2]),
        ([4, 4, 4], 2, [2, 2, 2], [2, 2, 2]), ([3, 4, 5], 1, [2, 3, 2], [1, 2, 3]), ([5, 3, 2], 3, [3, 1, 2], [2, 1, 1]), ([1, 2, 3], 2, [1, 2, 2], [1, 1, 1]),
    ];

    public static IEnumerable<OpCase> All()
    {
        foreach ((int[] Sizes, int Channels, int[] Kernel, int Filters, int[] Strides, int[] Dilation, int Groups) g in s_convolutions)
        {
            foreach (Padding padding in Paddings(g.Sizes, [.. g.Kernel.Select((size, i) => (size - 1) * g.Dilation[i] + 1)]))
            {
                string name = $"conv {Times(g.Sizes)}x{g.Channels} by {Times(g.Kernel)}x{g.Filters} stride {Times(g.Strides)} dilation {Times(g.Dilation)} groups {g.Groups} {padding}";
                Shape input = new([None, .. g.Sizes, g.Channels]), kernel = new([.. g.Kernel, g.Channels / g.Groups, g.Filters]);
                ConvolutionGeometry geometry = ConvolutionGeometry.Resolve(input, kernel, g.Strides, padding, g.Dilation, g.Groups);
                yield return new OpCase(name, [input, kernel], x => Convolution(x[0], x[1], g.Strides, padding, g.Dilation, g.Groups));
                yield return new OpCase($"{name} input gradient", [geometry.OutputShape, kernel], x => ConvolutionInputGradient(x[0], x[1], geometry));
                yield return new OpCase($"{name} kernel gradient", [input, geometry.OutputShape], x => ConvolutionKernelGradient(x[0], x[1], geometry));
            }
        }

        foreach ((int[] Sizes, int Channels, int[] Window, int[] Strides) g in s_pools)
        {
            foreach (Padding padding in Paddings(g.Sizes, g.Window))
            {
                string name = $"pool {Times(g.Sizes)}x{g.Channels} by {Times(g.Window)} stride {Times(g.Strides)} {padding}";
                Shape input = new([None, .. g.Sizes, g.Channels]);
                PoolGeometry geometry = PoolGeometry.Resolve(input, g.Window, g.Strides, padding);
                yield return new OpCase($"max {name}", [input], x => MaxPool(x[0], g.Window, g.Strides, padding));
                yield return new OpCase($"max {name} index", [input], x => MaxPoolIndex(x[0], geometry));
                yield return new OpCase($"average {name}", [input], x => AveragePool(x[0], g.Window, g.Strides, padding));
            }
        }

        yield return new OpCase("max pool with ties", [[None, 4, 4, 2]], x => MaxPool(Relu(x[0] * 0f) + x[0] * 0f, [2, 2], [1, 1], Padding.Same));
        yield return new OpCase("conv, bias, relu, pool", [[None, 6, 6, 2], [3, 3, 2, 4], [4]], x =>
            MaxPool(Relu(Convolution(x[0], x[1], [1, 1], Padding.Same, [1, 1]) + x[2]), [2, 2], [2, 2], Padding.Valid));
        yield return new OpCase("conv, bias, relu along one axis", [[None, 6, 2], [3, 2, 4], [4]], x =>
            Relu(Convolution(x[0], x[1], [1], Padding.Same, [1]) + x[2]));
        yield return new OpCase("conv, bias, relu along three axes", [[None, 3, 3, 2, 2], [2, 3, 2, 2, 3], [3]], x =>
            Relu(Convolution(x[0], x[1], [1, 1, 1], Padding.Same, [1, 1, 1]) + x[2]));
    }

    /// <summary>Padding that allows these windows.</summary>
    private static Padding[] Paddings(int[] sizes, int[] extents) =>
        sizes.Zip(extents).All(axis => axis.First >= axis.Second) ? [Padding.Valid, Padding.Same] : [Padding.Same];

    private static string Times(int[] numbers) => string.Join('x', numbers);
}
