using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>
/// The sixteen partial results of a reduction over contiguous floats, held in as many registers as the width asks for.
/// </summary>
/// <remarks>
/// Element i goes to lane i mod 16, whatever the width, and the lanes are combined by halves: 0 with 8, 1 with 9, ...,
/// then 0 with 4, and so on. So every width gives the same bits.
/// </remarks>
internal static unsafe class VirtualLanes
{
    public const int Count = 16;

    /// <summary>Combines count floats into the sixteen lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate<TReduction, TSimd, TVector>(float* lanes, float* x, nint count)
        where TReduction : struct, IReduction
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Which of these are used is known when the method is compiled for a width; the others vanish.
        nint i = 0;
        nint whole = count - Count;
        if (TSimd.Width == 16)
        {
            TVector lane0 = TSimd.Load(lanes);
            for (; i <= whole; i += Count)
                lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x + i));
            TSimd.Store(lane0, lanes);
        }
        else if (TSimd.Width == 8)
        {
            TVector lane0 = TSimd.Load(lanes);
            TVector lane8 = TSimd.Load(lanes + 8);
            for (; i <= whole; i += Count)
            {
                lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x + i));
                lane8 = TReduction.Combine<TSimd, TVector>(lane8, TSimd.Load(x + i + 8));
            }
            TSimd.Store(lane0, lanes);
            TSimd.Store(lane8, lanes + 8);
        }
        else if (TSimd.Width == 4)
        {
            TVector lane0 = TSimd.Load(lanes);
            TVector lane4 = TSimd.Load(lanes + 4);
            TVector lane8 = TSimd.Load(lanes + 8);
            TVector lane12 = TSimd.Load(lanes + 12);
            for (; i <= whole; i += Count)
            {
                lane0 = TReduction.Combine<TSimd, TVector>(lane0, TSimd.Load(x + i));
                lane4 = TReduction.Combine<TSimd, TVector>(lane4, TSimd.Load(x + i + 4));
                lane8 = TReduction.Combine<TSimd, TVector>(lane8, TSimd.Load(x + i + 8));
                lane12 = TReduction.Combine<TSimd, TVector>(lane12, TSimd.Load(x + i + 12));
            }
            TSimd.Store(lane0, lanes);
            TSimd.Store(lane4, lanes + 4);
            TSimd.Store(lane8, lanes + 8);
            TSimd.Store(lane12, lanes + 12);
        }
        for (; i < count; i++)
        {
            nint lane = i % Count;
            lanes[lane] = TReduction.Combine<SimdScalar, float>(lanes[lane], x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear<TReduction>(float* lanes)
        where TReduction : struct, IReduction
    {
        for (int lane = 0; lane < Count; lane++)
            lanes[lane] = TReduction.Start;
    }

    /// <summary>The one result; the lanes are used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Combine<TReduction>(float* lanes)
        where TReduction : struct, IReduction
    {
        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                lanes[lane] = TReduction.Combine<SimdScalar, float>(lanes[lane], lanes[lane + half]);
        }
        return lanes[0];
    }
}
