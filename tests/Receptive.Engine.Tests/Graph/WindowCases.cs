using Receptive.Graph;
using Receptive.Kernels.Convolution;
using Receptive.Kernels.Pooling;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Graph;

/// <summary>The rows of the op table for convolution and pooling.</summary>
internal static class WindowCases
{
    private const int None = Shape.Batch;

    /// <summary>A geometry: input height, width and channels; kernel or pool; filters; strides; dilation; groups.</summary>
    private static readonly (int H, int W, int C, int P, int Q, int F, int Sh, int Sw, int Dh, int Dw, int Groups)[] s_convolutions =
    [
        (5, 6, 1, 3, 3, 4, 1, 1, 1, 1, 1),
        (5, 5, 3, 3, 3, 5, 1, 1, 1, 1, 1),
        (6, 7, 2, 3, 2, 3, 2, 1, 1, 1, 1),
        (7, 6, 3, 2, 3, 2, 2, 3, 1, 1, 1),
        (4, 4, 5, 1, 1, 7, 1, 1, 1, 1, 1),
        (5, 5, 3, 1, 1, 2, 2, 2, 1, 1, 1),
        (7, 8, 2, 3, 3, 3, 1, 1, 2, 2, 1),
        (9, 7, 1, 3, 2, 2, 2, 1, 2, 3, 1),
        (5, 5, 4, 3, 3, 6, 1, 1, 1, 1, 2),
        (5, 4, 3, 3, 3, 3, 1, 1, 1, 1, 3),
        (6, 6, 3, 3, 3, 6, 2, 2, 1, 1, 3),
        (5, 5, 2, 5, 5, 3, 1, 1, 1, 1, 1),
        (3, 3, 2, 2, 2, 2, 4, 4, 1, 1, 1),
        (8, 5, 2, 4, 4, 3, 3, 2, 1, 1, 1),
        (1, 9, 3, 1, 4, 2, 1, 1, 1, 1, 1),
    ];

    private static readonly (int H, int W, int C, int P, int Q, int Sh, int Sw)[] s_pools =
    [
        (4, 4, 3, 2, 2, 2, 2), (5, 7, 2, 2, 2, 2, 2), (6, 5, 1, 3, 2, 1, 1), (7, 7, 3, 3, 3, 2, 2), (6, 6, 2, 2, 2, 3, 3), (5, 4, 5, 1, 1, 1, 1),
        (3, 3, 2, 3, 3, 3, 3), (5, 6, 1, 3, 4, 2, 1),
    ];

    public static IEnumerable<OpCase> All()
    {
        foreach ((int H, int W, int C, int P, int Q, int F, int Sh, int Sw, int Dh, int Dw, int Groups) g in s_convolutions)
        {
            foreach (Padding padding in (Padding[])[Padding.Valid, Padding.Same])
            {
                string name = $"conv {g.H}x{g.W}x{g.C} by {g.P}x{g.Q}x{g.F} stride {g.Sh}x{g.Sw} dilation {g.Dh}x{g.Dw} groups {g.Groups} {padding}";
                Shape input = [None, g.H, g.W, g.C], kernel = [g.P, g.Q, g.C / g.Groups, g.F];
                Conv2DGeometry geometry = Conv2DGeometry.Resolve(input, kernel, (g.Sh, g.Sw), padding, (g.Dh, g.Dw), g.Groups);
                Shape output = [None, geometry.OutputHeight, geometry.OutputWidth, g.F];
                yield return new OpCase(name, [input, kernel], x => Conv2D(x[0], x[1], (g.Sh, g.Sw), padding, (g.Dh, g.Dw), g.Groups));
                yield return new OpCase($"{name} input gradient", [output, kernel], x => Conv2DInputGradient(x[0], x[1], geometry));
                yield return new OpCase($"{name} kernel gradient", [input, output], x => Conv2DKernelGradient(x[0], x[1], geometry));
            }
        }

        foreach ((int H, int W, int C, int P, int Q, int Sh, int Sw) g in s_pools)
        {
            foreach (Padding padding in (Padding[])[Padding.Valid, Padding.Same])
            {
                string name = $"max pool {g.H}x{g.W}x{g.C} by {g.P}x{g.Q} stride {g.Sh}x{g.Sw} {padding}";
                Shape input = [None, g.H, g.W, g.C];
                Pool2DGeometry geometry = Pool2DGeometry.Resolve(input, (g.P, g.Q), (g.Sh, g.Sw), padding);
                yield return new OpCase(name, [input], x => MaxPool2D(x[0], (g.P, g.Q), (g.Sh, g.Sw), padding));
                yield return new OpCase($"{name} index", [input], x => MaxPool2DIndex(x[0], geometry));
            }
        }

        yield return new OpCase("max pool with ties", [[None, 4, 4, 2]], x => MaxPool2D(Relu(x[0] * 0f) + x[0] * 0f, (2, 2), (1, 1), Padding.Same));
        yield return new OpCase("conv, bias, relu, pool", [[None, 6, 6, 2], [3, 3, 2, 4], [4]], x =>
            MaxPool2D(Relu(Conv2D(x[0], x[1], (1, 1), Padding.Same) + x[2]), (2, 2), (2, 2), Padding.Valid));
    }
}
