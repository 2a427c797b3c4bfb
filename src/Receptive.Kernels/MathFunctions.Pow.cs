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
    /// The exponential's argument reaches 88, so an error of one part in 2^32 in the logarithm is a quarter of a unit in the
    /// result. Everything up to the last sum is therefore the sum of two floats, of which the second holds what rounding took
    /// from the first.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowOfMagnitude<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector log = LogOfMagnitude<TSimd, TVector>(x, out TVector logLower);

        // t + u = y log x. Clamped as in Exp; where t is beyond that, u may be NaN and does not matter.
        TVector t = TSimd.Multiply(y, log);
        TVector u = TSimd.Fma(y, logLower, TSimd.Fma(y, log, Negate<TSimd, TVector>(t)));
        u = TSimd.And(u, TSimd.Greater(TSimd.Broadcast(200f), Abs<TSimd, TVector>(t)));
        t = TSimd.Select(TSimd.Greater(t, TSimd.Broadcast(89f)), TSimd.Broadcast(89f), t);
        t = TSimd.Select(TSimd.Greater(TSimd.Broadcast(-104f), t), TSimd.Broadcast(-104f), t);

        // t + u = n log 2 + r + s. The product with the upper part and the difference are exact.
        TVector n = TSimd.Round(TSimd.Multiply(t, TSimd.Broadcast(1.44269504088896341f)));
        TVector upper = TSimd.Fma(n, TSimd.Broadcast(-LogOf2Upper), t);
        TVector lower = TSimd.Fma(n, TSimd.Broadcast(-LogOf2Lower), u);
        TVector r = TSimd.Add(upper, lower);
        TVector s = TSimd.Add(TSimd.Subtract(upper, r), lower);

        // e^(r + s) = 1 + r + (r^2 p(r) + s e^r), with what the first sum loses added to the rest.
        TVector one = TSimd.Broadcast(1f);
        TVector sum = TSimd.Add(one, r);
        TVector rest = TSimd.Add(TSimd.Subtract(one, sum), r);
        TVector curve = TSimd.Fma(ExpTail<TSimd, TVector>(r), TSimd.Multiply(r, r), TSimd.Multiply(s, sum));
        return ScaleByPowerOfTwo<TSimd, TVector>(TSimd.Add(sum, TSimd.Add(rest, curve)), n);
    }

    /// <summary>log x as the sum of two floats, for x above 0 and finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfMagnitude<TSimd, TVector>(TVector x, out TVector lower)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        const float TwoThirds = 0.666666687f, RestOfTwoThirds = -1.98682149e-8f;

        // log(1 + f) = 2 artanh(s) with s = f / (2 + f), which is below 0.172: its series is short.
        TVector f = SplitExponent<TSimd, TVector>(x, out TVector e);
        TVector two = TSimd.Broadcast(2f);
        TVector divisor = TSimd.Add(two, f);
        TVector divisorLower = TSimd.Add(TSimd.Subtract(two, divisor), f);
        TVector reciprocal = TSimd.Divide(TSimd.Broadcast(1f), divisor);
        TVector s = TSimd.Multiply(f, reciprocal);
        TVector minusS = Negate<TSimd, TVector>(s);
        TVector sLower = TSimd.Multiply(TSimd.Fma(minusS, divisorLower, TSimd.Fma(minusS, divisor, f)), reciprocal);

        TVector square = TSimd.Multiply(s, s);
        TVector squareLower = TSimd.Fma(s, s, Negate<TSimd, TVector>(square));
        squareLower = TSimd.Fma(TSimd.Add(s, s), sLower, squareLower);

        // 2 artanh(s) = 2 s + s s^2 (2/3 + 2/5 s^2 + 2/7 s^4 + ...). The next term is below 2^-37 of the whole.
        TVector q = TSimd.Broadcast(2f / 13f);
        q = TSimd.Fma(q, square, TSimd.Broadcast(2f / 11f));
        q = TSimd.Fma(q, square, TSimd.Broadcast(2f / 9f));
        q = TSimd.Fma(q, square, TSimd.Broadcast(2f / 7f));
        q = TSimd.Fma(q, square, TSimd.Broadcast(2f / 5f));
        q = TSimd.Multiply(q, square);
        TVector factor = TSimd.Add(TSimd.Broadcast(TwoThirds), q);
        TVector factorLower = TSimd.Add(TSimd.Subtract(TSimd.Broadcast(TwoThirds), factor), q);
        factorLower = TSimd.Add(factorLower, TSimd.Broadcast(RestOfTwoThirds));

        TVector scaled = TSimd.Multiply(square, factor);
        TVector scaledLower = TSimd.Fma(square, factor, Negate<TSimd, TVector>(scaled));
        scaledLower = TSimd.Fma(square, factorLower, TSimd.Fma(squareLower, factor, scaledLower));
        TVector cubic = TSimd.Multiply(s, scaled);
        TVector cubicLower = TSimd.Fma(s, scaled, Negate<TSimd, TVector>(cubic));
        cubicLower = TSimd.Fma(s, scaledLower, TSimd.Fma(sLower, scaled, cubicLower));

        TVector linear = TSimd.Add(s, s);
        TVector upper = TSimd.Add(linear, cubic);
        lower = TSimd.Add(TSimd.Subtract(linear, upper), cubic);
        lower = TSimd.Add(lower, TSimd.Fma(two, sLower, cubicLower));

        // + e log 2, whose upper part is exact and not smaller than what it is added to.
        TVector exponent = TSimd.Multiply(e, TSimd.Broadcast(LogOf2Upper));
        TVector sum = TSimd.Add(exponent, upper);
        lower = TSimd.Add(lower, TSimd.Add(TSimd.Subtract(exponent, sum), upper));
        lower = TSimd.Fma(e, TSimd.Broadcast(LogOf2Lower), lower);
        TVector log = TSimd.Add(sum, lower);
        lower = TSimd.Add(TSimd.Subtract(sum, log), lower);
        return log;
    }
}
