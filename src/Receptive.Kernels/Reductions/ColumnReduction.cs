using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Reductions over rows: one result a column. The lanes run over columns.</summary>
/// <remarks>
/// A column is combined in <see cref="Chains"/> chains, row r in chain r mod 4, then (0 with 1) with (2 with 3). Four
/// chains hide the latency of an addition when there are few columns. A reduction of very many rows is cut by the caller
/// into runs of rows, whose results are combined in order by another call.
/// </remarks>
public static unsafe class ColumnReduction
{
    /// <summary>The number of interleaved chains of a column.</summary>
    public const int Chains = 4;

    /// <summary>y[c] = the reduction of column c, for c from 0 to columns - 1.</summary>
    /// <param name="function">What to combine by.</param>
    /// <param name="x">The first row.</param>
    /// <param name="y">columns floats.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns to reduce.</param>
    /// <param name="rowStride">The distance from one row to the next, in floats.</param>
    public static void Run(ReductionFunction function, float* x, float* y, long rows, long columns, long rowStride)
    {
        switch (function)
        {
            case ReductionFunction.Sum: Dispatch<SumReduction>(x, y, rows, columns, rowStride); break;
            case ReductionFunction.Max: Dispatch<MaxReduction>(x, y, rows, columns, rowStride); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, null);
        }
    }

    private static void Dispatch<TReduction>(float* x, float* y, long rows, long columns, long rowStride)
        where TReduction : struct, IReduction
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<TReduction, Simd512, Vector512<float>>(x, y, rows, columns, rowStride); break;
            case SimdLevel.Vector256: Run<TReduction, Simd256, Vector256<float>>(x, y, rows, columns, rowStride); break;
            case SimdLevel.Vector128: Run<TReduction, Simd128, Vector128<float>>(x, y, rows, columns, rowStride); break;
            default: Run<TReduction, SimdScalar, float>(x, y, rows, columns, rowStride); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TReduction, TSimd, TVector>(float* x, float* y, long rows, long columns, long rowStride)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        long column = 0;

        // Two registers wide where possible: a whole cache line a row on the widest machine is one, on AVX2 two.
        for (; column <= columns - (2 * TSimd.Width); column += 2 * TSimd.Width)
            TwoRegisters<TReduction, TSimd, TVector>(x + column, y + column, rows, rowStride);
        for (; column <= columns - TSimd.Width; column += TSimd.Width)
            TSimd.Store(OneRegister<TReduction, TSimd, TVector, WholeLoad>(x + column, rows, rowStride, 0), y + column);
        int rest = (int)(columns - column);
        if (rest > 0)
            TSimd.StoreFirst(OneRegister<TReduction, TSimd, TVector, FirstLoad>(x + column, rows, rowStride, rest), y + column, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoRegisters<TReduction, TSimd, TVector>(float* x, float* y, long rows, long rowStride)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector start = TSimd.Broadcast(TReduction.Start);
        TVector a0 = start, a1 = start, a2 = start, a3 = start;
        TVector b0 = start, b1 = start, b2 = start, b3 = start;
        int width = TSimd.Width;
        long row = 0;
        for (; row <= rows - Chains; row += Chains)
        {
            a0 = TReduction.Combine<TSimd, TVector>(a0, TSimd.Load(x));
            b0 = TReduction.Combine<TSimd, TVector>(b0, TSimd.Load(x + width));
            x += rowStride;
            a1 = TReduction.Combine<TSimd, TVector>(a1, TSimd.Load(x));
            b1 = TReduction.Combine<TSimd, TVector>(b1, TSimd.Load(x + width));
            x += rowStride;
            a2 = TReduction.Combine<TSimd, TVector>(a2, TSimd.Load(x));
            b2 = TReduction.Combine<TSimd, TVector>(b2, TSimd.Load(x + width));
            x += rowStride;
            a3 = TReduction.Combine<TSimd, TVector>(a3, TSimd.Load(x));
            b3 = TReduction.Combine<TSimd, TVector>(b3, TSimd.Load(x + width));
            x += rowStride;
        }
        if (row < rows)
        {
            a0 = TReduction.Combine<TSimd, TVector>(a0, TSimd.Load(x));
            b0 = TReduction.Combine<TSimd, TVector>(b0, TSimd.Load(x + width));
        }
        if (row + 1 < rows)
        {
            a1 = TReduction.Combine<TSimd, TVector>(a1, TSimd.Load(x + rowStride));
            b1 = TReduction.Combine<TSimd, TVector>(b1, TSimd.Load(x + rowStride + width));
        }
        if (row + 2 < rows)
        {
            a2 = TReduction.Combine<TSimd, TVector>(a2, TSimd.Load(x + (2 * rowStride)));
            b2 = TReduction.Combine<TSimd, TVector>(b2, TSimd.Load(x + (2 * rowStride) + width));
        }
        TSimd.Store(Join<TReduction, TSimd, TVector>(a0, a1, a2, a3), y);
        TSimd.Store(Join<TReduction, TSimd, TVector>(b0, b1, b2, b3), y + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OneRegister<TReduction, TSimd, TVector, TLoad>(float* x, long rows, long rowStride, int count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ILoad
    {
        TVector start = TSimd.Broadcast(TReduction.Start);
        TVector a0 = start, a1 = start, a2 = start, a3 = start;
        long row = 0;
        for (; row <= rows - Chains; row += Chains)
        {
            a0 = TReduction.Combine<TSimd, TVector>(a0, TLoad.Load<TSimd, TVector>(x, count));
            a1 = TReduction.Combine<TSimd, TVector>(a1, TLoad.Load<TSimd, TVector>(x + rowStride, count));
            a2 = TReduction.Combine<TSimd, TVector>(a2, TLoad.Load<TSimd, TVector>(x + (2 * rowStride), count));
            a3 = TReduction.Combine<TSimd, TVector>(a3, TLoad.Load<TSimd, TVector>(x + (3 * rowStride), count));
            x += Chains * rowStride;
        }
        if (row < rows)
            a0 = TReduction.Combine<TSimd, TVector>(a0, TLoad.Load<TSimd, TVector>(x, count));
        if (row + 1 < rows)
            a1 = TReduction.Combine<TSimd, TVector>(a1, TLoad.Load<TSimd, TVector>(x + rowStride, count));
        if (row + 2 < rows)
            a2 = TReduction.Combine<TSimd, TVector>(a2, TLoad.Load<TSimd, TVector>(x + (2 * rowStride), count));
        return Join<TReduction, TSimd, TVector>(a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Join<TReduction, TSimd, TVector>(TVector a0, TVector a1, TVector a2, TVector a3)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TReduction.Combine<TSimd, TVector>(TReduction.Combine<TSimd, TVector>(a0, a1), TReduction.Combine<TSimd, TVector>(a2, a3));

    private interface ILoad
    {
        static abstract TVector Load<TSimd, TVector>(float* source, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct;
    }

    private readonly struct WholeLoad : ILoad
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Load<TSimd, TVector>(float* source, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Load(source);
    }

    private readonly struct FirstLoad : ILoad
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Load<TSimd, TVector>(float* source, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.LoadFirst(source, count);
    }
}
