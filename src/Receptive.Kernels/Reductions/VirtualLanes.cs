using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Reduces contiguous floats by sixteen partial results, held in as many registers as the width asks for.</summary>
/// <remarks>
/// Element i goes to lane i mod 16, whatever the width, and the lanes are combined by halves: 0 with 8, 1 with 9, ...,
/// then 0 with 4, and so on. So every width gives the same bits. Elements that are missing to a multiple of sixteen count
/// as what changes no lane: 0 in sums (no lane is ever -0), -infinity in maxima.
/// </remarks>
internal static unsafe class VirtualLanes
{
    public const int Count = 16;

    /// <summary>The reduction of count floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Reduce<TReduction, TSimd, TVector>(float* x, nint count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Which branch is taken is known when the method is compiled for a width; the others vanish.
        if (TSimd.Width == 16)
            return In16<TReduction, TSimd, TVector>(x, count);
        if (TSimd.Width == 8)
            return In8<TReduction, TSimd, TVector>(x, count);
        if (TSimd.Width == 4)
            return In4<TReduction, TSimd, TVector>(x, count);
        return In1<TReduction>(x, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float In16<TReduction, TSimd, TVector>(float* x, nint count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector lane0 = TSimd.Broadcast(TReduction.Start);
        for (; count >= Count; count -= Count, x += Count)
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x));
        if (count > 0)
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, First<TReduction, TSimd, TVector>(x, (int)count));
        float* lanes = stackalloc float[Count];
        TSimd.Store(lane0, lanes);
        return Join<TReduction>(Vector128.Load(lanes), Vector128.Load(lanes + 4), Vector128.Load(lanes + 8), Vector128.Load(lanes + 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float In8<TReduction, TSimd, TVector>(float* x, nint count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector lane0 = TSimd.Broadcast(TReduction.Start);
        TVector lane8 = lane0;
        for (; count >= Count; count -= Count, x += Count)
        {
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x));
            lane8 = TReduction.Combine<TSimd, TVector>(lane8, TSimd.Load(x + 8));
        }
        if (count > 0)
        {
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, First<TReduction, TSimd, TVector>(x, (int)count));
            lane8 = TReduction.Combine<TSimd, TVector>(lane8, First<TReduction, TSimd, TVector>(x + 8, (int)count - 8));
        }
        float* lanes = stackalloc float[8];
        TSimd.Store(TReduction.Combine<TSimd, TVector>(lane0, lane8), lanes);
        return Join<TReduction>(Vector128.Load(lanes), Vector128.Load(lanes + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float In4<TReduction, TSimd, TVector>(float* x, nint count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector lane0 = TSimd.Broadcast(TReduction.Start);
        TVector lane4 = lane0, lane8 = lane0, lane12 = lane0;
        for (; count >= Count; count -= Count, x += Count)
        {
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x));
            lane4 = TReduction.Combine<TSimd, TVector>(lane4, TSimd.Load(x + 4));
            lane8 = TReduction.Combine<TSimd, TVector>(lane8, TSimd.Load(x + 8));
            lane12 = TReduction.Combine<TSimd, TVector>(lane12, TSimd.Load(x + 12));
        }
        if (count > 0)
        {
            lane0 = TReduction.Combine<TSimd, TVector>(lane0, First<TReduction, TSimd, TVector>(x, (int)count));
            lane4 = TReduction.Combine<TSimd, TVector>(lane4, First<TReduction, TSimd, TVector>(x + 4, (int)count - 4));
            lane8 = TReduction.Combine<TSimd, TVector>(lane8, First<TReduction, TSimd, TVector>(x + 8, (int)count - 8));
            lane12 = TReduction.Combine<TSimd, TVector>(lane12, First<TReduction, TSimd, TVector>(x + 12, (int)count - 12));
        }
        float* lanes = stackalloc float[8];
        TSimd.Store(TReduction.Combine<TSimd, TVector>(lane0, lane8), lanes);
        TSimd.Store(TReduction.Combine<TSimd, TVector>(lane4, lane12), lanes + 4);
        return Join<TReduction>(Vector128.Load(lanes), Vector128.Load(lanes + 4));
    }

    private static float In1<TReduction>(float* x, nint count)
        where TReduction : struct, IReduction
    {
        float* lanes = stackalloc float[Count];
        for (int lane = 0; lane < Count; lane++)
            lanes[lane] = TReduction.Start;
        for (nint i = 0; i < count; i++)
            lanes[i % Count] = TReduction.Combine<SimdScalar, float>(lanes[i % Count], x[i]);
        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                lanes[lane] = TReduction.Combine<SimdScalar, float>(lanes[lane], lanes[lane + half]);
        }
        return lanes[0];
    }

    /// <summary>A register of which the first elements exist; count may be below 0 and beyond the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector First<TReduction, TSimd, TVector>(float* x, int count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (count >= TSimd.Width)
            return TSimd.Load(x);
        if (count <= 0)
            return TSimd.Broadcast(TReduction.Start);
        TVector value = TSimd.LoadFirst(x, count);
        if (TReduction.Start == 0f)
            return value;
        TVector exists = TSimd.Greater(TSimd.Broadcast(count), TSimd.FromIntBits(TSimd.LaneIndexBits));
        return TSimd.Select(exists, value, TSimd.Broadcast(TReduction.Start));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Join<TReduction>(Vector128<float> lane0, Vector128<float> lane4, Vector128<float> lane8, Vector128<float> lane12)
        where TReduction : struct, IReduction =>
        Join<TReduction>(
            TReduction.Combine<Simd128, Vector128<float>>(lane0, lane8), TReduction.Combine<Simd128, Vector128<float>>(lane4, lane12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Join<TReduction>(Vector128<float> lane0, Vector128<float> lane4)
        where TReduction : struct, IReduction
    {
        Vector128<float> four = TReduction.Combine<Simd128, Vector128<float>>(lane0, lane4);
        Vector128<float> two = TReduction.Combine<Simd128, Vector128<float>>(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3)));
        return TReduction.Combine<SimdScalar, float>(two.ToScalar(), two.GetElement(1));
    }
}
