using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>log(1 + x), exact near 0; the gradient is dy / (1 + x).</summary>
    public static ElementwiseOp Log1p { get; } = ElementwiseOp.Unary<Log1pFunction>(
        "Log1p", x => LogOfOnePlus(x), (y, dy) => [dy / (1f + y.Inputs[0])], isCheap: false);

    /// <summary>W. Kahan's way: the error of 1 + x divides out.</summary>
    private static double LogOfOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    private readonly struct Log1pFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Log1p<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>log(1 + x), exact near 0; -infinity at -1, NaN below.</summary>
    public static SymbolicTensor Log1p(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Log1p, x);
}
