using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>
/// exp, log, tanh and the like of one register: our own polynomials, so that every machine and every width gives the
/// same bits. Each is a fixed sequence of ISimd operations on a lane.
/// </summary>
/// <remarks>
/// The polynomials are those of Cephes' single precision library (S. Moshier, netlib.org/cephes: expf.c, logf.c,
/// tanhf.c), evaluated with fused multiply-add. The largest errors in units in the last place, over every
/// 61st float, against double precision: exp 0.99, log 0.79, tanh 1.30, sigmoid 2.26; over
/// every 4999th: erf 1.00, log1p 2.26, sin and cos 1.55; over 600,000 pairs: pow 0.77. Erf's polynomials are our own minimax fits. Results below
/// the smallest normal number are rounded to denormals, not flushed; denormal arguments are taken at their value.
/// A NaN in gives a NaN out.
/// </remarks>
public static unsafe partial class MathFunctions
{
    private const uint SignBit = 0x80000000;
    private const uint MagnitudeBits = 0x7FFFFFFF;

    private const float LogOf2Upper = 0.693359375f; // nine bits: its products with whole numbers up to 2^15 are exact
    private const float LogOf2Lower = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Abs<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.And(x, TSimd.BroadcastBits(MagnitudeBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Negate<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Xor(x, TSimd.BroadcastBits(SignBit));

    /// <summary>The sign bit alone: 0 or -0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SignOf<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.And(x, TSimd.BroadcastBits(SignBit));

    /// <summary>The largest whole number that is not above x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Floor<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector nearest = TSimd.Round(x);
        return TSimd.Subtract(nearest, TSimd.And(TSimd.Greater(nearest, x), TSimd.Broadcast(1f)));
    }

    /// <summary>The larger value; NaN when either is NaN, as TensorFlow's Maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Maximum<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        // A NaN in b fails the comparison and is chosen; a NaN in a is caught by the outer selection.
        TSimd.Select(TSimd.Equal(a, a), TSimd.Select(TSimd.Greater(a, b), a, b), a);

    /// <summary>The smaller value; NaN when either is NaN, as TensorFlow's Minimum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Minimum<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Select(TSimd.Equal(a, a), TSimd.Select(TSimd.Greater(b, a), a, b), a);

    /// <summary>max(x, 0); NaN stays NaN; -0 gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Relu<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Select(TSimd.GreaterOrEqual(TSimd.Zero, x), TSimd.Zero, x);

    /// <summary>e^x. Overflows to infinity above 88.7228; reaches 0 below -103.98, through the denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Clamped so that n below fits; e^89 is already infinite and e^-104 already rounds to 0. NaN passes both.
        x = TSimd.Select(TSimd.Greater(x, TSimd.Broadcast(89f)), TSimd.Broadcast(89f), x);
        x = TSimd.Select(TSimd.Greater(TSimd.Broadcast(-104f), x), TSimd.Broadcast(-104f), x);

        // x = n ln 2 + r, |r| <= ln(2) / 2
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(1.44269504088896341f)));
        TVector r = TSimd.Fma(n, TSimd.Broadcast(-LogOf2Upper), x);
        r = TSimd.Fma(n, TSimd.Broadcast(-LogOf2Lower), r);
        return ExpOfParts<TSimd, TVector>(n, r);
    }

    /// <summary>2^n e^r for whole n from -150 to 128 and |r| up to ln(2) / 2 and a little.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpOfParts<TSimd, TVector>(TVector n, TVector r)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector p = TSimd.Fma(ExpTail<TSimd, TVector>(r), TSimd.Multiply(r, r), r);
        return ScaleByPowerOfTwo<TSimd, TVector>(TSimd.Add(p, TSimd.Broadcast(1f)), n);
    }

    /// <summary>(e^r - 1 - r) / r^2 for |r| up to ln(2) / 2 and a little.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpTail<TSimd, TVector>(TVector r)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector p = TSimd.Broadcast(1.9875691500e-4f);
        p = TSimd.Fma(p, r, TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(1.6666665459e-1f));
        return TSimd.Fma(p, r, TSimd.Broadcast(5.0000001201e-1f));
    }

    /// <summary>2^n p for whole n from -150 to 128 and p about 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ScaleByPowerOfTwo<TSimd, TVector>(TVector p, TVector n)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // 2^n in two factors, since n reaches from -150 to 128 and one exponent field does not. The first product is
        // exact, so a denormal result is rounded once.
        TVector half = TSimd.Round(TSimd.Multiply(n, TSimd.Broadcast(0.5f)));
        return TSimd.Multiply(
            TSimd.Multiply(p, PowerOfTwo<TSimd, TVector>(half)),
            PowerOfTwo<TSimd, TVector>(TSimd.Subtract(n, half)));
    }

    /// <summary>The natural logarithm. log(0) = -infinity, log(infinity) = infinity, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector f = SplitExponent<TSimd, TVector>(x, out TVector e);
        TVector square = TSimd.Multiply(f, f);
        TVector p = LogTail<TSimd, TVector>(f, square);
        p = TSimd.Fma(e, TSimd.Broadcast(LogOf2Lower), p);
        p = TSimd.Fma(square, TSimd.Broadcast(-0.5f), p);
        TVector result = TSimd.Fma(e, TSimd.Broadcast(LogOf2Upper), TSimd.Add(f, p));

        TVector infinity = TSimd.Broadcast(float.PositiveInfinity);
        result = TSimd.Select(TSimd.Greater(infinity, x), result, x); // infinity and NaN are their own logarithms
        result = TSimd.Select(TSimd.Greater(TSimd.Zero, x), TSimd.Broadcast(float.NaN), result);
        return TSimd.Select(TSimd.Equal(x, TSimd.Zero), TSimd.Broadcast(float.NegativeInfinity), result);
    }

    /// <summary>f and e with x = 2^e (1 + f) and sqrt(1/2) &lt;= 1 + f &lt; sqrt(2), for x above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SplitExponent<TSimd, TVector>(TVector x, out TVector e)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        const uint SquareRootOfHalf = 0x3F3504F3; // the bits of sqrt(1/2)
        const uint One = 0x3F800000;

        // A denormal has no exponent field of its own: bring it up by 2^25.
        TVector isTiny = TSimd.Greater(TSimd.Broadcast(1.17549435e-38f), x);
        TVector normal = TSimd.Select(isTiny, TSimd.Multiply(x, TSimd.Broadcast(33554432f)), x);

        // x = 2^e m with sqrt(1/2) <= m < sqrt(2): the offset makes the exponent field step at sqrt(1/2), not at 1.
        TVector bits = TSimd.AddBits(normal, TSimd.BroadcastBits(One - SquareRootOfHalf));
        e = TSimd.Subtract(TSimd.FromIntBits(TSimd.ShiftRightLogical(bits, 23)), TSimd.Select(isTiny, TSimd.Broadcast(152f), TSimd.Broadcast(127f)));
        TVector m = TSimd.AddBits(TSimd.And(bits, TSimd.BroadcastBits(0x007FFFFF)), TSimd.BroadcastBits(SquareRootOfHalf));
        return TSimd.Subtract(m, TSimd.Broadcast(1f));
    }

    /// <summary>log(1 + f) - f + f^2 / 2 for the f of <see cref="SplitExponent"/>, as f^3 times a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogTail<TSimd, TVector>(TVector f, TVector square)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector p = TSimd.Broadcast(7.0376836292e-2f);
        p = TSimd.Fma(p, f, TSimd.Broadcast(-1.1514610310e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(1.1676998740e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(-1.2420140846e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(1.4249322787e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(-1.6668057665e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(2.0000714765e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(-2.4999993993e-1f));
        p = TSimd.Fma(p, f, TSimd.Broadcast(3.3333331174e-1f));
        return TSimd.Multiply(TSimd.Multiply(p, f), square);
    }

    /// <summary>The hyperbolic tangent; odd bit for bit, exactly 1 from about 9.01 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector magnitude = Abs<TSimd, TVector>(x);
        TVector sign = TSimd.And(x, TSimd.BroadcastBits(SignBit));

        // Near 0, x + x^3 p(x^2); elsewhere 1 - 2 / (e^2x + 1), which loses nothing there.
        TVector square = TSimd.Multiply(magnitude, magnitude);
        TVector p = TSimd.Broadcast(-5.70498872745e-3f);
        p = TSimd.Fma(p, square, TSimd.Broadcast(2.06390887954e-2f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-5.37397155531e-2f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1.33314422036e-1f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-3.33332819422e-1f));
        TVector near = TSimd.Fma(TSimd.Multiply(p, square), magnitude, magnitude);

        TVector exponential = Exp<TSimd, TVector>(TSimd.Add(magnitude, magnitude));
        TVector far = TSimd.Subtract(TSimd.Broadcast(1f), TSimd.Divide(TSimd.Broadcast(2f), TSimd.Add(exponential, TSimd.Broadcast(1f))));
        return TSimd.Or(TSimd.Select(TSimd.Greater(TSimd.Broadcast(0.625f), magnitude), near, far), sign);
    }

    /// <summary>1 / (1 + e^-x), without overflow or cancellation on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // For negative x the same thing is e^x / (1 + e^x): both sides need only e^-|x| <= 1.
        TVector one = TSimd.Broadcast(1f);
        TVector exponential = Exp<TSimd, TVector>(TSimd.Or(x, TSimd.BroadcastBits(SignBit)));
        TVector numerator = TSimd.Select(TSimd.Greater(TSimd.Zero, x), exponential, one);
        return TSimd.Divide(numerator, TSimd.Add(exponential, one));
    }

    /// <summary>log(1 + x). -infinity at -1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1p<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // W. Kahan's way: the logarithm of the rounded sum, times x over what the sum really added, so that the rounding
        // of the sum divides out.
        TVector one = TSimd.Broadcast(1f);
        TVector sum = TSimd.Add(one, x);
        TVector result = TSimd.Multiply(Log<TSimd, TVector>(sum), TSimd.Divide(x, TSimd.Subtract(sum, one)));
        TVector itself = TSimd.Or(TSimd.Equal(sum, one), TSimd.Equal(x, TSimd.Broadcast(float.PositiveInfinity)));
        return TSimd.Select(itself, x, result);
    }

    /// <summary>The error function; odd bit for bit, exactly 1 from about 3.92 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector magnitude = Abs<TSimd, TVector>(x);

        // Near 0, x + x p(x^2).
        TVector square = TSimd.Multiply(magnitude, magnitude);
        TVector p = TSimd.Broadcast(-5.99968946e-4f);
        p = TSimd.Fma(p, square, TSimd.Broadcast(4.99489669e-3f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-2.67677765e-2f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1.12818481e-1f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-3.76124968e-1f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1.28379150e-1f));
        TVector near = TSimd.Fma(p, magnitude, magnitude);

        // Elsewhere 1 - e^-q(x); beyond 4 that is 1.
        TVector far = TSimd.Select(TSimd.Greater(magnitude, TSimd.Broadcast(4f)), TSimd.Broadcast(4f), magnitude);
        TVector q = TSimd.Broadcast(-2.13988840e-4f);
        q = TSimd.Fma(q, far, TSimd.Broadcast(3.21498554e-3f));
        q = TSimd.Fma(q, far, TSimd.Broadcast(-2.28900537e-2f));
        q = TSimd.Fma(q, far, TSimd.Broadcast(1.05261973e-1f));
        q = TSimd.Fma(q, far, TSimd.Broadcast(6.35718223e-1f));
        q = TSimd.Fma(q, far, TSimd.Broadcast(1.12851439f));
        q = TSimd.Multiply(q, far);
        far = TSimd.Subtract(TSimd.Broadcast(1f), Exp<TSimd, TVector>(Negate<TSimd, TVector>(q)));
        return TSimd.Or(TSimd.Select(TSimd.Greater(TSimd.Broadcast(0.92f), magnitude), near, far), SignOf<TSimd, TVector>(x));
    }

    /// <summary>2^n for whole n from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<TSimd, TVector>(TVector n)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.ShiftLeft(TSimd.AddBits(TSimd.ToIntBits(n), TSimd.BroadcastBits(127)), 23);
}
