using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>e^x - 1, exact near 0; the gradient is dy (y + 1).</summary>
    public static ElementwiseOp Expm1 { get; } = ElementwiseOp.Unary<Expm1Function>(
        "Expm1", x => ExpLessOne(x), (y, dy) => [dy * (y + 1f)], isCheap: false);

    /// <summary>W. Kahan's way: the error of e^x divides out with that of its logarithm.</summary>
    private static double ExpLessOne(double x)
    {
        double exp = Math.Exp(x), less = exp - 1;
        return exp == 1 ? x : less == -1 || x > 1 ? less : less * x / Math.Log(exp);
    }

    private readonly struct Expm1Function : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector one = TSimd.Broadcast(1f), exp = MathFunctions.Exp<TSimd, TVector>(x), less = TSimd.Subtract(exp, one);
            TVector corrected = TSimd.Divide(TSimd.Multiply(less, x), MathFunctions.Log<TSimd, TVector>(exp));
            TVector isPlain = TSimd.Or(TSimd.Equal(less, TSimd.Broadcast(-1f)), TSimd.Greater(x, one));
            return TSimd.Select(TSimd.Equal(exp, one), x, TSimd.Select(isPlain, less, corrected));
        }
    }
}

public static partial class Ops
{
    /// <summary>e^x - 1, exact near 0.</summary>
    public static SymbolicTensor Expm1(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Expm1, x);

    /// <summary>x where x > 0, else a (e^x - 1): the exponential linear unit. Source: Clevert, Unterthiner and Hochreiter, 2015.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">What it approaches below, without its sign.</param>
    public static SymbolicTensor Elu(SymbolicTensor x, float alpha = 1f) => Select(Greater(x, 0f), x, alpha * Expm1(Minimum(x, 0f)));
}
