using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Reductions along the contiguous axis: one result a row.</summary>
/// <remarks>
/// A row is cut into segments of <see cref="SegmentLength"/> elements. Each is combined in sixteen lanes and a tree (see
/// <see cref="VirtualLanes"/>), and the segments' results are combined one after another. Cutting keeps the chains of
/// additions short (accuracy) and lets a long row be shared by threads with the same bits.
/// </remarks>
public static unsafe class RowReduction
{
    /// <summary>The elements of a segment: 16 kB, half of a first-level cache; enough work to justify another thread.</summary>
    public const int SegmentLength = 4096;

    /// <summary>How many segments a row has; at least 1.</summary>
    public static int Segments(long length) => (int)Math.Max(1, (length + SegmentLength - 1) / SegmentLength);

    /// <summary>y[r] = the reduction of row r, for contiguous rows.</summary>
    /// <param name="function">What to combine by.</param>
    /// <param name="x">rows * length floats.</param>
    /// <param name="y">rows floats.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The elements of a row.</param>
    public static void Run(ReductionFunction function, float* x, float* y, long rows, long length)
    {
        switch (function)
        {
            case ReductionFunction.Sum: Dispatch<SumReduction>(x, y, rows, length); break;
            case ReductionFunction.Max: Dispatch<MaxReduction>(x, y, rows, length); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, null);
        }
    }

    /// <summary>The reduction of one row.</summary>
    public static float Run(ReductionFunction function, float* x, long length)
    {
        float result;
        Run(function, x, &result, 1, length);
        return result;
    }

    private static void Dispatch<TReduction>(float* x, float* y, long rows, long length)
        where TReduction : struct, IReduction
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<TReduction, Simd512, Vector512<float>>(x, y, rows, length); break;
            case SimdLevel.Vector256: Run<TReduction, Simd256, Vector256<float>>(x, y, rows, length); break;
            case SimdLevel.Vector128: Run<TReduction, Simd128, Vector128<float>>(x, y, rows, length); break;
            default: Run<TReduction, SimdScalar, float>(x, y, rows, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TReduction, TSimd, TVector>(float* x, float* y, long rows, long length)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (long row = 0; row < rows; row++)
        {
            float* start = x + (row * length);
            float result = TReduction.Start;
            for (long done = 0; done < length; done += SegmentLength)
            {
                float segment = VirtualLanes.Reduce<TReduction, TSimd, TVector>(start + done, (nint)Math.Min(SegmentLength, length - done));
                result = done == 0 ? segment : TReduction.Combine<SimdScalar, float>(result, segment);
            }
            y[row] = result;
        }
    }
}
