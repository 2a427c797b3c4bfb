using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y = e^x; the gradient is dy y.</summary>
    public static ElementwiseOp Exp { get; } = ElementwiseOp.Unary<ExpFunction>(
        "Exp", x => Math.Exp(x), (y, dy) => [dy * y], isCheap: false);

    private readonly struct ExpFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Exp<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>e^x.</summary>
    public static SymbolicTensor Exp(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Exp, x);
}
