using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Convolution;

/// <summary>Transforms all tiles of a band of an image into Winograd's domain. Lanes are channels.</summary>
internal static unsafe class WinogradTiles<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>
    /// Patches of 6x6 pixels, four apart, to <c>target[point][tile][channel]</c>, where tiles lie <paramref name="tileStride"/>
    /// and points <paramref name="pointStride"/> floats apart.
    /// </summary>
    public static void TransformInput(float* image, long rowStride, int channels, int tileRows, int tileColumns, float* target, long tileStride, long pointStride)
    {
        for (int t = 0; t < tileRows * tileColumns; t++)
        {
            float* patch = image + t / tileColumns * 4 * rowStride + (long)(t % tileColumns * 4) * channels;
            int done = InputPatch<TSimd, TVector>(patch, rowStride, channels, 0, channels, target + t * tileStride, pointStride);
            if (done < channels)
                InputPatch<SimdScalar, float>(patch, rowStride, channels, done, channels, target + t * tileStride, pointStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int InputPatch<TS, TV>(float* patch, long rowStride, int pixelStride, int from, int channels, float* target, long pointStride)
        where TS : struct, ISimd<TV>
        where TV : unmanaged
    {
        TV* s = stackalloc TV[36];
        int c = from;
        for (; c <= channels - TS.Width; c += TS.Width)
        {
            for (int column = 0; column < 6; column++)
            {
                float* d = patch + c + (long)column * pixelStride;
                WinogradTransforms<TS, TV>.Input(
                    TS.Load(d), TS.Load(d + rowStride), TS.Load(d + 2 * rowStride),
                    TS.Load(d + 3 * rowStride), TS.Load(d + 4 * rowStride), TS.Load(d + 5 * rowStride),
                    out TV t0, out TV t1, out TV t2, out TV t3, out TV t4, out TV t5);
                s[column] = t0;
                s[6 + column] = t1;
                s[12 + column] = t2;
                s[18 + column] = t3;
                s[24 + column] = t4;
                s[30 + column] = t5;
            }
            for (int row = 0; row < 6; row++)
            {
                TV* r = s + row * 6;
                WinogradTransforms<TS, TV>.Input(r[0], r[1], r[2], r[3], r[4], r[5],
                    out TV t0, out TV t1, out TV t2, out TV t3, out TV t4, out TV t5);
                float* to = target + c + row * 6 * pointStride;
                TS.Store(t0, to);
                TS.Store(t1, to + pointStride);
                TS.Store(t2, to + 2 * pointStride);
                TS.Store(t3, to + 3 * pointStride);
                TS.Store(t4, to + 4 * pointStride);
                TS.Store(t5, to + 5 * pointStride);
            }
        }
        return c;
    }

    /// <summary>
    /// Tiles of 4x4 pixels of an output's gradient to 36 points. <paramref name="channels"/> is a multiple of the vector's
    /// width: the stage has padded the pixels.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformOutputGradient(float* image, long rowStride, int pixelStride, int channels, int tileRows, int tileColumns, float* target, long tileStride, long pointStride)
    {
        TVector* s = stackalloc TVector[24];
        for (int t = 0; t < tileRows * tileColumns; t++)
        {
            float* patch = image + t / tileColumns * 4 * rowStride + (long)(t % tileColumns * 4) * pixelStride;
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                for (int column = 0; column < 4; column++)
                {
                    float* d = patch + c + (long)column * pixelStride;
                    WinogradTransforms<TSimd, TVector>.OutputGradient(
                        TSimd.Load(d), TSimd.Load(d + rowStride), TSimd.Load(d + 2 * rowStride), TSimd.Load(d + 3 * rowStride),
                        out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5);
                    s[column] = t0;
                    s[4 + column] = t1;
                    s[8 + column] = t2;
                    s[12 + column] = t3;
                    s[16 + column] = t4;
                    s[20 + column] = t5;
                }
                for (int row = 0; row < 6; row++)
                {
                    TVector* r = s + row * 4;
                    WinogradTransforms<TSimd, TVector>.OutputGradient(r[0], r[1], r[2], r[3],
                        out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5);
                    float* to = target + t * tileStride + c + row * 6 * pointStride;
                    TSimd.Store(t0, to);
                    TSimd.Store(t1, to + pointStride);
                    TSimd.Store(t2, to + 2 * pointStride);
                    TSimd.Store(t3, to + 3 * pointStride);
                    TSimd.Store(t4, to + 4 * pointStride);
                    TSimd.Store(t5, to + 5 * pointStride);
                }
            }
        }
    }
}
