using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Pooling;

/// <summary>
/// Average pooling over any window, stride and padding: the mean of the cells inside the input; those in the padding are not counted,
/// as in TensorFlow. A chunk is an example; lanes are channels. Cells are summed row by row, and windows one after another.
/// </summary>
public static unsafe class AveragePooling
{
    /// <summary>Writes the mean of each window.</summary>
    public static void Forward(in Pool3DGeometry geometry, int example, float* input, float* output) => Run(geometry, example, input, output, spread: false);

    /// <summary>Spreads each element of <paramref name="gradient"/> evenly over the cells of its window, which add up where windows overlap.</summary>
    public static void Gradient(in Pool3DGeometry geometry, int example, float* gradient, float* inputGradient)
    {
        Scratch.Clear(inputGradient + example * geometry.InputElements, geometry.InputElements);
        Run(geometry, example, inputGradient, gradient, spread: true);
    }

    private static void Run(in Pool3DGeometry geometry, int example, float* input, float* output, bool spread)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512:
                Run<Simd512, Vector512<float>>(geometry, example, input, output, spread);
                break;
            case SimdLevel.Vector256:
                Run<Simd256, Vector256<float>>(geometry, example, input, output, spread);
                break;
            case SimdLevel.Vector128:
                Run<Simd128, Vector128<float>>(geometry, example, input, output, spread);
                break;
            default:
                Run<SimdScalar, float>(geometry, example, input, output, spread);
                break;
        }
    }

    private static void Run<TSimd, TVector>(in Pool3DGeometry geometry, int example, float* input, float* output, bool spread)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        Pool3DGeometry g = geometry;
        input += example * g.InputElements;
        output += example * g.OutputElements;
        for (int i = 0; i < g.Depth.Outputs; i++)
        {
            (int firstPlane, int endPlane) = g.Depth.CellsInside(i);
            for (int j = 0; j < g.Height.Outputs; j++)
            {
                (int firstRow, int endRow) = g.Height.CellsInside(j);
                for (int k = 0; k < g.Width.Outputs; k++, output += g.Channels)
                {
                    (int firstColumn, int endColumn) = g.Width.CellsInside(k);
                    var cells = new Cells(firstPlane, endPlane, firstRow, endRow, firstColumn, endColumn);
                    float* corner = input + g.CornerOf(i, j, k) * g.Channels;
                    int done = spread ? Spread<TSimd, TVector>(g, corner, cells, 0, output) : Mean<TSimd, TVector>(g, corner, cells, 0, output);
                    if (done == g.Channels) continue;
                    if (spread) Spread<SimdScalar, float>(g, corner, cells, done, output);
                    else Mean<SimdScalar, float>(g, corner, cells, done, output);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Mean<TSimd, TVector>(in Pool3DGeometry g, float* corner, in Cells cells, int from, float* output)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = from, channels = g.Channels;
        TVector count = TSimd.Broadcast(cells.Count);
        for (; c <= channels - TSimd.Width; c += TSimd.Width)
        {
            TVector sum = TSimd.Zero;
            for (int plane = cells.FirstPlane; plane < cells.EndPlane; plane++)
            {
                for (int row = cells.FirstRow; row < cells.EndRow; row++)
                {
                    float* pixels = corner + ((long)plane * g.Height.Size + row) * g.Width.Size * channels + c;
                    for (int column = cells.FirstColumn; column < cells.EndColumn; column++)
                        sum = TSimd.Add(sum, TSimd.Load(pixels + (long)column * channels));
                }
            }
            TSimd.Store(TSimd.Divide(sum, count), output + c);
        }
        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Spread<TSimd, TVector>(in Pool3DGeometry g, float* corner, in Cells cells, int from, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = from, channels = g.Channels;
        TVector count = TSimd.Broadcast(cells.Count);
        for (; c <= channels - TSimd.Width; c += TSimd.Width)
        {
            TVector share = TSimd.Divide(TSimd.Load(gradient + c), count);
            for (int plane = cells.FirstPlane; plane < cells.EndPlane; plane++)
            {
                for (int row = cells.FirstRow; row < cells.EndRow; row++)
                {
                    float* pixels = corner + ((long)plane * g.Height.Size + row) * g.Width.Size * channels + c;
                    for (int column = cells.FirstColumn; column < cells.EndColumn; column++)
                    {
                        float* pixel = pixels + (long)column * channels;
                        TSimd.Store(TSimd.Add(TSimd.Load(pixel), share), pixel);
                    }
                }
            }
        }
        return c;
    }
}
