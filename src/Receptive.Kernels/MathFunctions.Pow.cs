using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

public static partial class MathFunctions
{
    /// <summary>x^y with the special cases of IEEE 754.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pow<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector zero = TSimd.Zero, one = TSimd.Broadcast(1f), infinity = TSimd.Broadcast(float.PositiveInfinity);
        TVector magnitude = Abs<TSimd, TVector>(x);
        TVector result = PowOfMagnitude<TSimd, TVector>(magnitude, y);

        // 0 and infinity, where the logarithm is infinite; and 1, where an infinite y must not make NaN.
        TVector isInfinite = TSimd.Equal(magnitude, infinity), isZero = TSimd.Equal(magnitude, zero);
        TVector grows = TSimd.Select(isInfinite, TSimd.Greater(y, zero), TSimd.Greater(zero, y));
        result = TSimd.Select(TSimd.Or(isInfinite, isZero), TSimd.And(grows, infinity), result);
        result = TSimd.Select(TSimd.Equal(magnitude, one), one, result);

        // Below 0 only whole powers exist, and the odd ones are negative. From 2^24 on all floats are even.
        TVector half = TSimd.Multiply(y, TSimd.Broadcast(0.5f));
        TVector isWhole = TSimd.Equal(TSimd.Round(y), y);
        TVector isOdd = TSimd.And(isWhole, TSimd.Xor(isWhole, TSimd.Equal(TSimd.Round(half), half)));
        TVector isFiniteNegative = TSimd.And(TSimd.Greater(zero, x), TSimd.Greater(infinity, magnitude));
        result = TSimd.Select(TSimd.Select(isWhole, zero, isFiniteNegative), TSimd.Broadcast(float.NaN), result);
        result = TSimd.Or(result, TSimd.And(SignOf<TSimd, TVector>(x), isOdd));

        TVector areNumbers = TSimd.And(TSimd.Equal(x, x), TSimd.Equal(y, y));
        result = TSimd.Select(areNumbers, result, TSimd.Add(x, y));
        return TSimd.Select(TSimd.Or(TSimd.Equal(x, one), TSimd.Equal(y, zero)), one, result);
    }

    /// <summary>e^(y log x) for normal or denormal x above 0.</summary>
    /// <remarks>
    /// The logarithm is the one of <see cref="Log"/> as the sum of two floats: an error of half a unit in it would become one of
    /// fifty in the result, since the exponential's argument reaches 88.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowOfMagnitude<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector f = SplitExponent<TSimd, TVector>(x, out TVector e);

        // log(1 + f) = f - f^2 / 2 + f^3 p(f), the first two terms with what rounding takes from them.
        TVector square = TSimd.Multiply(f, f);
        TVector squareLower = TSimd.Fma(f, f, Negate<TSimd, TVector>(square));
        TVector p = LogTail<TSimd, TVector>(f, square);
        TVector halfSquare = TSimd.Multiply(square, TSimd.Broadcast(0.5f));
        TVector upper = TSimd.Subtract(f, halfSquare);
        TVector lower = TSimd.Subtract(TSimd.Subtract(f, upper), halfSquare);
        lower = TSimd.Add(lower, TSimd.Fma(squareLower, TSimd.Broadcast(-0.5f), p));

        // + e log 2, whose upper part is exact and not smaller than what it is added to.
        TVector exponent = TSimd.Multiply(e, TSimd.Broadcast(LogOf2Upper));
        TVector sum = TSimd.Add(exponent, upper);
        lower = TSimd.Add(lower, TSimd.Add(TSimd.Subtract(exponent, sum), upper));
        lower = TSimd.Fma(e, TSimd.Broadcast(LogOf2Lower), lower);
        TVector log = TSimd.Add(sum, lower);
        TVector logLower = TSimd.Add(TSimd.Subtract(sum, log), lower);

        // e^(t + u), clamped as in Exp. Where t is beyond that, u may be NaN and does not matter.
        TVector t = TSimd.Multiply(y, log);
        TVector u = TSimd.Fma(y, logLower, TSimd.Fma(y, log, Negate<TSimd, TVector>(t)));
        u = TSimd.And(u, TSimd.Greater(TSimd.Broadcast(200f), Abs<TSimd, TVector>(t)));
        t = TSimd.Select(TSimd.Greater(t, TSimd.Broadcast(89f)), TSimd.Broadcast(89f), t);
        t = TSimd.Select(TSimd.Greater(TSimd.Broadcast(-104f), t), TSimd.Broadcast(-104f), t);
        TVector n = TSimd.Round(TSimd.Multiply(t, TSimd.Broadcast(1.44269504088896341f)));
        TVector r = TSimd.Fma(n, TSimd.Broadcast(-LogOf2Upper), t);
        r = TSimd.Add(r, TSimd.Fma(n, TSimd.Broadcast(-LogOf2Lower), u));
        return ExpOfParts<TSimd, TVector>(n, r);
    }
}
