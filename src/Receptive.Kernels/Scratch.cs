using System.Runtime.InteropServices;

namespace Receptive.Kernels;

/// <summary>How kernels lay out the scratch they are given, and move narrow blocks in and out of it.</summary>
internal static unsafe class Scratch
{
    /// <summary>
    /// Floats that a chunk's blocked input may take: a quarter of a megabyte, half of a 512 kB second-level cache. The rest is for
    /// weights and results.
    /// </summary>
    public const int BandBudget = 64 * 1024;

    /// <summary>Rounds up to whole cache lines of 64 bytes, so that every part of the scratch begins at one.</summary>
    public static long Align(long floats) => (floats + 15) & ~15L;

    /// <summary>Sets floats to zero, however many there are: more than a span can hold too.</summary>
    public static void Clear(float* target, long floats) => NativeMemory.Clear(target, checked((nuint)floats * sizeof(float)));

    /// <summary>Copies a block of rows between two places with different distances from row to row.</summary>
    public static void CopyRows(float* from, long fromStride, float* to, long toStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from + row * fromStride, columns).CopyTo(new Span<float>(to + row * toStride, columns));
    }
}
