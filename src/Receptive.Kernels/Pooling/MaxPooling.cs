using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Pooling;

/// <summary>Max pooling over any window, stride and padding. A chunk is an example; lanes are channels.</summary>
public static unsafe class MaxPooling
{
    /// <summary>
    /// Writes the largest pixel of each window to <paramref name="output"/> and its cell, counted row by row over the window, of the
    /// first of the largest, to <paramref name="index"/>; either may be null. A NaN is the largest of all, as in TensorFlow.
    /// </summary>
    public static void Forward(in Pool3DGeometry geometry, int example, float* input, float* output, float* index)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512:
                Forward<Simd512, Vector512<float>>(geometry, example, input, output, index);
                break;
            case SimdLevel.Vector256:
                Forward<Simd256, Vector256<float>>(geometry, example, input, output, index);
                break;
            case SimdLevel.Vector128:
                Forward<Simd128, Vector128<float>>(geometry, example, input, output, index);
                break;
            default:
                Forward<SimdScalar, float>(geometry, example, input, output, index);
                break;
        }
    }

    /// <summary>Adds each element of <paramref name="gradient"/> to the pixel its window took; every other pixel is zero.</summary>
    public static void Gradient(in Pool3DGeometry geometry, int example, float* index, float* gradient, float* inputGradient)
    {
        Pool3DGeometry g = geometry;
        float* target = inputGradient + example * g.InputElements;
        Scratch.Clear(target, g.InputElements);
        index += example * g.OutputElements;
        gradient += example * g.OutputElements;
        for (int i = 0; i < g.Depth.Outputs; i++)
        {
            for (int j = 0; j < g.Height.Outputs; j++)
            {
                for (int k = 0; k < g.Width.Outputs; k++)
                {
                    for (int c = 0; c < g.Channels; c++, index++, gradient++)
                    {
                        long pixel = g.PixelOf(i, j, k, *index);
                        if (pixel >= 0) target[pixel * g.Channels + c] += *gradient;
                    }
                }
            }
        }
    }

    /// <summary>
    /// For each window the pixel of <paramref name="input"/> at its cell in <paramref name="index"/>: the transpose of
    /// <see cref="Gradient"/>. Second derivatives through pooling are rare, so this favours being short.
    /// </summary>
    public static void Gather(in Pool3DGeometry geometry, int example, float* index, float* input, float* output)
    {
        Pool3DGeometry g = geometry;
        float* source = input + example * g.InputElements;
        index += example * g.OutputElements;
        output += example * g.OutputElements;
        for (int i = 0; i < g.Depth.Outputs; i++)
        {
            for (int j = 0; j < g.Height.Outputs; j++)
            {
                for (int k = 0; k < g.Width.Outputs; k++)
                {
                    for (int c = 0; c < g.Channels; c++, index++, output++)
                    {
                        long pixel = g.PixelOf(i, j, k, *index);
                        *output = pixel >= 0 ? source[pixel * g.Channels + c] : 0;
                    }
                }
            }
        }
    }

    private static void Forward<TSimd, TVector>(in Pool3DGeometry geometry, int example, float* input, float* output, float* index)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        Pool3DGeometry g = geometry;
        float* source = input + example * g.InputElements;
        long offset = example * g.OutputElements;
        for (int i = 0; i < g.Depth.Outputs; i++)
        {
            (int firstPlane, int endPlane) = g.Depth.CellsInside(i);
            for (int j = 0; j < g.Height.Outputs; j++)
            {
                (int firstRow, int endRow) = g.Height.CellsInside(j);
                for (int k = 0; k < g.Width.Outputs; k++, offset += g.Channels)
                {
                    (int firstColumn, int endColumn) = g.Width.CellsInside(k);
                    var cells = new Cells(firstPlane, endPlane, firstRow, endRow, firstColumn, endColumn);
                    float* corner = source + g.CornerOf(i, j, k) * g.Channels;
                    float* y = output == null ? null : output + offset, code = index == null ? null : index + offset;
                    int done = Window<TSimd, TVector>(g, corner, cells, 0, y, code);
                    Window<SimdScalar, float>(g, corner, cells, done, y, code);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Window<TSimd, TVector>(in Pool3DGeometry g, float* corner, in Cells cells, int from, float* output, float* index)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = from, channels = g.Channels, width = g.Width.Size, poolWidth = g.Width.Window;
        for (; c <= channels - TSimd.Width; c += TSimd.Width)
        {
            TVector best = TSimd.Broadcast(float.NegativeInfinity);
            TVector code = TSimd.Broadcast((cells.FirstPlane * g.Height.Window + cells.FirstRow) * poolWidth + cells.FirstColumn);
            for (int plane = cells.FirstPlane; plane < cells.EndPlane; plane++)
            {
                for (int row = cells.FirstRow; row < cells.EndRow; row++)
                {
                    float* pixels = corner + ((long)plane * g.Height.Size + row) * width * channels + c;
                    int rowCode = (plane * g.Height.Window + row) * poolWidth;
                    for (int column = cells.FirstColumn; column < cells.EndColumn; column++)
                        Largest.Take<TSimd, TVector>(TSimd.Load(pixels + (long)column * channels), TSimd.Broadcast(rowCode + column), ref best, ref code);
                }
            }
            if (output != null)
                TSimd.Store(best, output + c);
            if (index != null)
                TSimd.Store(code, index + c);
        }
        return c;
    }
}
