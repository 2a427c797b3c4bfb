using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Pooling;

/// <summary>Max pooling over any window, stride and padding. A chunk is an image; lanes are channels.</summary>
public static unsafe class MaxPooling2D
{
    /// <summary>
    /// Writes the largest pixel of each window to <paramref name="output"/> and its cell, row * pool width + column of the first
    /// of the largest, to <paramref name="index"/>; either may be null. A NaN is the largest of all, as in TensorFlow.
    /// </summary>
    public static void Forward(in Pool2DGeometry geometry, int image, float* input, float* output, float* index)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512:
                Forward<Simd512, Vector512<float>>(geometry, image, input, output, index);
                break;
            case SimdLevel.Vector256:
                Forward<Simd256, Vector256<float>>(geometry, image, input, output, index);
                break;
            case SimdLevel.Vector128:
                Forward<Simd128, Vector128<float>>(geometry, image, input, output, index);
                break;
            default:
                Forward<SimdScalar, float>(geometry, image, input, output, index);
                break;
        }
    }

    /// <summary>Adds each element of <paramref name="gradient"/> to the pixel its window took; every other pixel is zero.</summary>
    public static void Gradient(in Pool2DGeometry geometry, int image, float* index, float* gradient, float* inputGradient)
    {
        Pool2DGeometry g = geometry;
        long inputs = (long)g.Height * g.Width * g.Channels, outputs = (long)g.OutputHeight * g.OutputWidth * g.Channels;
        float* target = inputGradient + image * inputs;
        Scratch.Clear(target, inputs);
        index += image * outputs;
        gradient += image * outputs;
        for (int i = 0; i < g.OutputHeight; i++)
        {
            for (int j = 0; j < g.OutputWidth; j++)
            {
                for (int c = 0; c < g.Channels; c++, index++, gradient++)
                {
                    long pixel = g.PixelOf(i, j, *index);
                    if (pixel >= 0) target[pixel * g.Channels + c] += *gradient;
                }
            }
        }
    }

    private static void Forward<TSimd, TVector>(in Pool2DGeometry geometry, int image, float* input, float* output, float* index)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        Pool2DGeometry g = geometry;
        float* source = input + (long)image * g.Height * g.Width * g.Channels;
        long offset = (long)image * g.OutputHeight * g.OutputWidth * g.Channels;
        for (int i = 0; i < g.OutputHeight; i++)
        {
            int top = i * g.StrideHeight - g.PadTop;
            int firstRow = Math.Max(0, -top), endRow = Math.Min(g.PoolHeight, g.Height - top);
            for (int j = 0; j < g.OutputWidth; j++, offset += g.Channels)
            {
                int left = j * g.StrideWidth - g.PadLeft;
                int firstColumn = Math.Max(0, -left), endColumn = Math.Min(g.PoolWidth, g.Width - left);
                float* corner = source + ((long)top * g.Width + left) * g.Channels;
                float* y = output == null ? null : output + offset, code = index == null ? null : index + offset;
                int done = Window<TSimd, TVector>(g, corner, firstRow, endRow, firstColumn, endColumn, 0, y, code);
                Window<SimdScalar, float>(g, corner, firstRow, endRow, firstColumn, endColumn, done, y, code);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Window<TSimd, TVector>(in Pool2DGeometry g, float* corner, int firstRow, int endRow, int firstColumn, int endColumn, int from, float* output, float* index)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = from;
        for (; c <= g.Channels - TSimd.Width; c += TSimd.Width)
        {
            TVector best = TSimd.Broadcast(float.NegativeInfinity), code = TSimd.Broadcast(firstRow * g.PoolWidth + firstColumn);
            for (int row = firstRow; row < endRow; row++)
            {
                for (int column = firstColumn; column < endColumn; column++)
                {
                    TVector value = TSimd.Load(corner + ((long)row * g.Width + column) * g.Channels + c);
                    Largest.Take<TSimd, TVector>(value, TSimd.Broadcast(row * g.PoolWidth + column), ref best, ref code);
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
