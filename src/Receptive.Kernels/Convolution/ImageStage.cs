using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// Copies some rows of an image into a worker's scratch with zeros where the padding is (and between pixels, for the
/// gradient of a strided convolution), so that the loops that compute have no borders.
/// </summary>
internal readonly record struct ImageStage
{
    /// <summary>Size of the stored image (before pixels are spread apart).</summary>
    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    /// <summary>Channels of a staged pixel; above <see cref="Channels"/> the rest is zero.</summary>
    public required int StagedChannels { get; init; }

    public required int StagedWidth { get; init; }

    /// <summary>Staged rows above the image's first; below 0 the image's first rows are left out.</summary>
    public required int PadTop { get; init; }

    /// <summary>Staged pixels before a row's first; below 0 its first pixels are left out.</summary>
    public required int PadLeft { get; init; }

    /// <summary>Distance between neighbouring pixels after spreading: 1 keeps them together.</summary>
    public int SpreadHeight { get; init; } = 1;

    public int SpreadWidth { get; init; } = 1;

    public ImageStage()
    {
    }

    /// <summary>Fills <paramref name="rows"/> staged rows from <paramref name="firstRow"/> (counted with the padding).</summary>
    public unsafe void Fill<TSimd, TVector>(in ImageSource source, int image, int firstRow, int rows, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        long stagedRow = (long)StagedWidth * StagedChannels;
        for (int row = 0; row < rows; row++)
        {
            float* target = destination + row * stagedRow;
            int y = firstRow + row - PadTop;
            if (y < 0 || y % SpreadHeight != 0 || y / SpreadHeight >= Height)
            {
                Clear(target, stagedRow);
                continue;
            }
            int firstPixel = PadLeft >= 0 ? 0 : (SpreadWidth - 1 - PadLeft) / SpreadWidth;
            int start = Math.Min(PadLeft + firstPixel * SpreadWidth, StagedWidth);
            Clear(target, (long)start * StagedChannels);
            bool dense = SpreadWidth == 1 && StagedChannels == Channels;
            int span = Math.Max(0, Math.Min(StagedWidth - start, dense ? Width - firstPixel : (Width - firstPixel - 1) * SpreadWidth + 1));
            float* first = target + (long)start * StagedChannels;
            if (!dense)
                Clear(first, (long)span * StagedChannels);
            FillRow<TSimd, TVector>(source, image, y / SpreadHeight, firstPixel, (span + SpreadWidth - 1) / SpreadWidth, first);
            int end = start + span;
            Clear(target + (long)end * StagedChannels, (long)(StagedWidth - end) * StagedChannels);
        }
    }

    private unsafe void FillRow<TSimd, TVector>(in ImageSource source, int image, int y, int firstPixel, int pixels, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        bool dense = SpreadWidth == 1 && StagedChannels == Channels;
        switch (source.Kind)
        {
            case ImageSourceKind.Plain:
                {
                    float* values = source.Values + (((long)image * Height + y) * Width + firstPixel) * Channels;
                    if (dense)
                    {
                        Copy(values, target, (long)pixels * Channels);
                        break;
                    }
                    for (int x = 0; x < pixels; x++)
                        Copy(values + (long)x * Channels, target + (long)x * SpreadWidth * StagedChannels, Channels);
                    break;
                }

            case ImageSourceKind.ReluMasked:
                {
                    long offset = (((long)image * Height + y) * Width + firstPixel) * Channels;
                    int runs = dense ? 1 : pixels;
                    int length = dense ? pixels * Channels : Channels;
                    for (int run = 0; run < runs; run++)
                    {
                        float* to = target + (long)run * SpreadWidth * StagedChannels;
                        int done = MaskRun<TSimd, TVector>(source.Values + offset, source.Mask + offset, to, 0, length);
                        MaskRun<SimdScalar, float>(source.Values + offset, source.Mask + offset, to, done, length);
                        offset += length;
                    }
                    break;
                }

            default:
                {
                    int pooledHeight = Height / 2, pooledWidth = Width / 2;
                    for (int x = firstPixel; x < firstPixel + pixels; x++)
                    {
                        float* to = target + (long)(x - firstPixel) * SpreadWidth * StagedChannels;
                        if (y / 2 >= pooledHeight || x / 2 >= pooledWidth)
                        {
                            Clear(to, Channels);
                            continue;
                        }
                        long offset = (((long)image * pooledHeight + y / 2) * pooledWidth + x / 2) * Channels;
                        float code = y % 2 * 2 + x % 2;
                        int done = SelectRun<TSimd, TVector>(source.Values + offset, source.Index + offset, code, to, 0, Channels);
                        SelectRun<SimdScalar, float>(source.Values + offset, source.Index + offset, code, to, done, Channels);
                    }
                    break;
                }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int MaskRun<TSimd, TVector>(float* values, float* mask, float* to, int from, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int i = from;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
            TSimd.Store(TSimd.Select(TSimd.Greater(TSimd.Load(mask + i), TSimd.Zero), TSimd.Load(values + i), TSimd.Zero), to + i);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int SelectRun<TSimd, TVector>(float* values, byte* index, float code, float* to, int from, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        TVector wanted = TSimd.Broadcast(code);
        int i = from;
        for (; i <= length - TSimd.Width; i += TSimd.Width)
            TSimd.Store(TSimd.Select(TSimd.Equal(TSimd.LoadBytes(index + i), wanted), TSimd.Load(values + i), TSimd.Zero), to + i);
        return i;
    }

    private static unsafe void Clear(float* target, long count)
    {
        if (count > 0) Scratch.Clear(target, count);
    }

    private static unsafe void Copy(float* from, float* to, long count)
    {
        long bytes = count * sizeof(float);
        Buffer.MemoryCopy(from, to, bytes, bytes);
    }
}
