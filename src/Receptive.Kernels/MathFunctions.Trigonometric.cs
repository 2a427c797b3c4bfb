using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <remarks>
/// x = n pi / 2 + r with |r| below pi / 4 and a little: sine and cosine of x are, up to sign, those of r, by the polynomials of
/// Cephes' sinf.c. Up to <see cref="LargestTurned"/> n pi / 2 is subtracted in three parts (W. Cody and W. Waite); beyond,
/// a lane's remainder comes from the digits of 2 / pi (M. Payne and R. Hanek), so it is right up to the largest float.
/// </remarks>
public static unsafe partial class MathFunctions
{
    /// <summary>n stays below 2^15, so that r keeps all its bits.</summary>
    private const float LargestTurned = 32768f;

    /// <summary>The first 256 bits of 2 / pi behind the point.</summary>
    private static ReadOnlySpan<uint> TwoOverPi =>
        [0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB, 0xDEBBC561];

    /// <summary>The sine; odd bit for bit, NaN for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sin<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Xor(Turned<TSimd, TVector>(Abs<TSimd, TVector>(x), quarter: 0), SignOf<TSimd, TVector>(x));

    /// <summary>The cosine; even bit for bit, NaN for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Cos<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => Turned<TSimd, TVector>(Abs<TSimd, TVector>(x), quarter: 1);

    /// <summary>The sine of x + quarter pi / 2, for x of at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Turned<TSimd, TVector>(TVector x, uint quarter)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(0.636619772f)));
        TVector r = TSimd.Fma(n, TSimd.Broadcast(-1.57079637f), x);
        r = TSimd.Fma(n, TSimd.Broadcast(4.37113883e-08f), r);
        r = TSimd.Fma(n, TSimd.Broadcast(1.71512451e-15f), r);
        TVector turns = TSimd.ToIntBits(n);
        if (TSimd.Any(TSimd.Greater(x, TSimd.Broadcast(LargestTurned))))
        {
            r = HugeRemainders<TSimd, TVector>(x, r);
            turns = HugeTurns<TSimd, TVector>(x, turns);
        }

        TVector square = TSimd.Multiply(r, r);
        TVector sine = TSimd.Broadcast(-1.9515295891e-4f);
        sine = TSimd.Fma(sine, square, TSimd.Broadcast(8.3321608736e-3f));
        sine = TSimd.Fma(sine, square, TSimd.Broadcast(-1.6666654611e-1f));
        sine = TSimd.Fma(TSimd.Multiply(sine, square), r, r);

        TVector cosine = TSimd.Broadcast(2.443315711809948e-5f);
        cosine = TSimd.Fma(cosine, square, TSimd.Broadcast(-1.388731625493765e-3f));
        cosine = TSimd.Fma(cosine, square, TSimd.Broadcast(4.166664568298827e-2f));
        cosine = TSimd.Fma(TSimd.Multiply(cosine, square), square, TSimd.Fma(square, TSimd.Broadcast(-0.5f), TSimd.Broadcast(1f)));

        // Odd numbers of quarter turns exchange the two; two quarter turns change the sign.
        turns = TSimd.AddBits(turns, TSimd.BroadcastBits(quarter));
        TVector isEven = TSimd.Equal(TSimd.FromIntBits(TSimd.And(turns, TSimd.BroadcastBits(1))), TSimd.Zero);
        TVector sign = TSimd.ShiftLeft(TSimd.And(turns, TSimd.BroadcastBits(2)), 30);
        return TSimd.Xor(TSimd.Select(isEven, sine, cosine), sign);
    }

    /// <summary>The remainders of the lanes with huge x; the others stay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector HugeRemainders<TSimd, TVector>(TVector x, TVector remainders)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* lanes = stackalloc float[TSimd.Width], results = stackalloc float[TSimd.Width];
        TSimd.Store(x, lanes);
        TSimd.Store(remainders, results);
        for (int i = 0; i < TSimd.Width; i++)
        {
            if (lanes[i] > LargestTurned) results[i] = Huge(lanes[i]).Remainder;
        }

        return TSimd.Load(results);
    }

    /// <summary>The quarter turns of the lanes with huge x, as int32 bits; the others stay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector HugeTurns<TSimd, TVector>(TVector x, TVector turns)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* lanes = stackalloc float[TSimd.Width], results = stackalloc float[TSimd.Width];
        TSimd.Store(x, lanes);
        TSimd.Store(turns, results);
        for (int i = 0; i < TSimd.Width; i++)
        {
            if (lanes[i] > LargestTurned) results[i] = BitConverter.Int32BitsToSingle(Huge(lanes[i]).Turns);
        }

        return TSimd.Load(results);
    }

    /// <summary>x = turns pi / 2 + remainder, turns modulo 4, for x above <see cref="LargestTurned"/>.</summary>
    private static (float Remainder, int Turns) Huge(float x)
    {
        if (!float.IsFinite(x)) return (float.NaN, 0);
        uint bits = BitConverter.SingleToUInt32Bits(x);
        int exponent = (int)(bits >> 23) - 127;
        uint mantissa = (bits & 0x007FFFFF) | 0x00800000; // x = mantissa 2^(exponent - 23)

        // Bits of 2 / pi whose product with x is a multiple of 4 do not matter; of those behind them 96 are taken, which leaves
        // an error of 2^-70 turns where no float comes nearer to a whole number than 2^-33.
        int first = Math.Max(exponent - 25, 0), word = first / 32;
        UInt128 window = ((UInt128)(((ulong)TwoOverPi[word] << 32) | TwoOverPi[word + 1]) << 64) | (((ulong)TwoOverPi[word + 2] << 32) | TwoOverPi[word + 3]);
        window = (window << (first % 32)) >> 32;

        UInt128 product = window * mantissa;
        int point = 119 + first - exponent; // how many bits of the product lie behind the point
        UInt128 turns = (product + (UInt128.One << (point - 1))) >> point;
        double fraction = Math.ScaleB((double)(Int128)(product - (turns << point)), -point);
        return ((float)(fraction * (Math.PI / 2)), (int)(uint)(turns & 3));
    }
}
