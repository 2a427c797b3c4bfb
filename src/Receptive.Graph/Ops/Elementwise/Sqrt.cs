using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y = the square root; the gradient is dy / (2 y), infinite at 0.</summary>
    public static ElementwiseOp Sqrt { get; } = ElementwiseOp.Unary<SqrtFunction>(
        "Sqrt", x => Math.Sqrt(x), (y, dy) => [dy * 0.5f / y]);

    private readonly struct SqrtFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.SquareRoot(x);
    }
}

public static partial class Ops
{
    /// <summary>The square root; of negative numbers it is NaN.</summary>
    public static SymbolicTensor Sqrt(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Sqrt, x);

    /// <summary>1 / the square root; infinite at 0, NaN below.</summary>
    public static SymbolicTensor Rsqrt(SymbolicTensor x) => 1f / Sqrt(x);
}
