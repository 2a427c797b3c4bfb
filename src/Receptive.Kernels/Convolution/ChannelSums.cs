using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// Sums of a gradient over images and pixels, one a channel: the gradient with respect to a convolution's bias, from a gradient that is stored
/// as an <see cref="ImageSource"/>. Lanes are channels; images are summed in order within a chunk, chunks in order at the end.
/// </summary>
public static unsafe class ChannelSums
{
    /// <summary>Partial sums a batch is cut into.</summary>
    public static int Chunks(int batch) => Convolution2DKernelGradient.Chunks(batch);

    /// <summary>Sums the images of a chunk into <c>partials + chunk * channels</c>.</summary>
    /// <param name="pixels">Stored pixels an image: of the pooled gradient if it is one.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="batch">Images.</param>
    /// <param name="chunk">Which chunk.</param>
    /// <param name="source">The gradient.</param>
    /// <param name="partials">Where partial sums go.</param>
    public static void Accumulate(int pixels, int channels, int batch, int chunk, in ImageSource source, float* partials)
    {
        int chunks = Chunks(batch);
        long first = (long)batch * chunk / chunks * pixels, end = (long)batch * (chunk + 1) / chunks * pixels;
        float* sums = partials + (long)chunk * channels;
        switch (Simd.Level)
        {
            case SimdLevel.Vector512:
                Sum<Simd512, Vector512<float>>(source, first, end, channels, sums);
                break;
            case SimdLevel.Vector256:
                Sum<Simd256, Vector256<float>>(source, first, end, channels, sums);
                break;
            case SimdLevel.Vector128:
                Sum<Simd128, Vector128<float>>(source, first, end, channels, sums);
                break;
            default:
                Sum<SimdScalar, float>(source, first, end, channels, sums);
                break;
        }
    }

    /// <summary>Adds the partial sums in the order of their chunks.</summary>
    public static void Finish(int channels, int batch, float* partials, float* result)
    {
        int chunks = Chunks(batch);
        for (int c = 0; c < channels; c++)
        {
            float sum = partials[c];
            for (int i = 1; i < chunks; i++)
                sum += partials[(long)i * channels + c];
            result[c] = sum;
        }
    }

    private static void Sum<TSimd, TVector>(in ImageSource source, long first, long end, int channels, float* sums)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c <= channels - 2 * TSimd.Width; c += 2 * TSimd.Width)
            SumColumns<TSimd, TVector>(source, first, end, channels, c, sums);
        for (; c < channels; c++)
            SumColumn(source, first, end, channels, c, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns<TSimd, TVector>(in ImageSource source, long first, long end, int channels, int c, float* sums)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        float* values = source.Values + c, mask = source.Mask + c;
        byte* index = source.Index + c;
        int half = TSimd.Width;
        TVector sum0 = TSimd.Zero, sum1 = TSimd.Zero, none = TSimd.Broadcast(ImageSource.NoPixel);
        for (long pixel = first; pixel < end; pixel++)
        {
            long at = pixel * channels;
            TVector v0 = TSimd.Load(values + at), v1 = TSimd.Load(values + at + half);
            if (source.Kind == ImageSourceKind.ReluMasked)
            {
                v0 = TSimd.Select(TSimd.Greater(TSimd.Load(mask + at), TSimd.Zero), v0, TSimd.Zero);
                v1 = TSimd.Select(TSimd.Greater(TSimd.Load(mask + at + half), TSimd.Zero), v1, TSimd.Zero);
            }
            else if (source.Kind == ImageSourceKind.Pooled)
            {
                v0 = TSimd.Select(TSimd.Equal(TSimd.LoadBytes(index + at), none), TSimd.Zero, v0);
                v1 = TSimd.Select(TSimd.Equal(TSimd.LoadBytes(index + at + half), none), TSimd.Zero, v1);
            }
            sum0 = TSimd.Add(sum0, v0);
            sum1 = TSimd.Add(sum1, v1);
        }
        TSimd.Store(sum0, sums + c);
        TSimd.Store(sum1, sums + c + half);
    }

    private static void SumColumn(in ImageSource source, long first, long end, int channels, int c, float* sums)
    {
        float sum = 0;
        for (long pixel = first; pixel < end; pixel++)
        {
            long at = pixel * channels + c;
            bool counts = source.Kind switch
            {
                ImageSourceKind.ReluMasked => source.Mask[at] > 0,
                ImageSourceKind.Pooled => source.Index[at] != ImageSource.NoPixel,
                _ => true,
            };
            sum += counts ? source.Values[at] : 0;
        }
        sums[c] = sum;
    }
}
