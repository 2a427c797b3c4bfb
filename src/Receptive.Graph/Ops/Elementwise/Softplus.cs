using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>log(1 + e^x); the gradient is dy sigmoid(x).</summary>
    public static ElementwiseOp Softplus { get; } = ElementwiseOp.Unary<SoftplusFunction>(
        "Softplus", x => Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x))), (y, dy) => [dy * Ops.Sigmoid(y.Inputs[0])], isCheap: false);

    private readonly struct SoftplusFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector tail = MathFunctions.Exp<TSimd, TVector>(MathFunctions.Negate<TSimd, TVector>(MathFunctions.Abs<TSimd, TVector>(x)));
            return TSimd.Add(MathFunctions.Relu<TSimd, TVector>(x), MathFunctions.Log1p<TSimd, TVector>(tail));
        }
    }
}

public static partial class Ops
{
    /// <summary>log(1 + e^x), without overflow or cancellation: a smooth Relu.</summary>
    public static SymbolicTensor Softplus(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Softplus, x);
}
