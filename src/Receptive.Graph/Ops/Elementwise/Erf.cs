using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The error function; the gradient is dy 2 / sqrt(pi) e^-x².</summary>
    public static ElementwiseOp Erf { get; } = ElementwiseOp.Unary<ErfFunction>(
        "Erf", x => ErrorFunction(x), (y, dy) => [dy * (2 / MathF.Sqrt(MathF.PI)) * Ops.Exp(-Ops.Square(y.Inputs[0]))], isCheap: false);

    /// <summary>By the series 2 / sqrt(pi) e^-x² (x + 2 x³ / 3 + 4 x^5 / 15 + ...), whose terms have one sign.</summary>
    private static double ErrorFunction(double x)
    {
        if (Math.Abs(x) > 6) return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; n < 200; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private readonly struct ErfFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Erf<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The error function: 2 / sqrt(pi) times the integral of e^-t² from 0 to x.</summary>
    public static SymbolicTensor Erf(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Erf, x);
}
