using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y = 1 / (1 + e^-x); the gradient is dy y (1 - y).</summary>
    public static ElementwiseOp Sigmoid { get; } = ElementwiseOp.Unary<SigmoidFunction>(
        "Sigmoid", x => 1 / (1 + Math.Exp(-x)), (y, dy) => [dy * y * (1f - y)], isCheap: false);

    private readonly struct SigmoidFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Sigmoid<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static SymbolicTensor Sigmoid(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Sigmoid, x);
}
