using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Pooling;

/// <summary>2x2 max pooling at stride 2 as the last act of a convolution, while its rows are still in the cache.</summary>
internal static unsafe class MaxPool2x2
{
    /// <summary>
    /// Pools pairs of rows. The byte of each maximum is row * 2 + column of the first largest pixel (a NaN is the largest); where
    /// <paramref name="relu"/> has been applied and nothing was positive, it is <see cref="Convolution.ImageSource.NoPixel"/>. The
    /// bytes are left out where <paramref name="index"/> is null.
    /// </summary>
    public static void Run<TSimd, TVector>(float* image, int width, int channels, int pooledRows, float* output, byte* index, bool relu)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int pooledWidth = width / 2;
        for (int row = 0; row < pooledRows; row++)
        {
            for (int column = 0; column < pooledWidth; column++)
            {
                float* upper = image + ((long)row * 2 * width + column * 2) * channels;
                float* lower = upper + (long)width * channels;
                int done = Window<TSimd, TVector>(upper, lower, channels, 0, output, index, relu);
                Window<SimdScalar, float>(upper, lower, channels, done, output, index, relu);
                output += channels;
                if (index != null)
                    index += channels;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Window<TSimd, TVector>(float* upper, float* lower, int channels, int from, float* output, byte* index, bool relu)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = from;
        for (; c <= channels - TSimd.Width; c += TSimd.Width)
        {
            TVector best = TSimd.Load(upper + c), code = TSimd.Zero;
            Largest.Take<TSimd, TVector>(TSimd.Load(upper + channels + c), TSimd.Broadcast(1), ref best, ref code);
            Largest.Take<TSimd, TVector>(TSimd.Load(lower + c), TSimd.Broadcast(2), ref best, ref code);
            Largest.Take<TSimd, TVector>(TSimd.Load(lower + channels + c), TSimd.Broadcast(3), ref best, ref code);
            if (relu)
                code = TSimd.Select(TSimd.Greater(best, TSimd.Zero), code, TSimd.Broadcast(Convolution.ImageSource.NoPixel));
            TSimd.Store(best, output + c);
            if (index != null)
                TSimd.StoreBytes(code, index + c);
        }
        return c;
    }
}
