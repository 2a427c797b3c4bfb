using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>-x; the gradient is -dy.</summary>
    public static ElementwiseOp Negate { get; } = ElementwiseOp.Unary<NegateFunction>(
        "Negate", x => -x, (_, dy) => [-dy]);

    private readonly struct NegateFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Negate<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>-x.</summary>
    public static SymbolicTensor Negate(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Negate, x);
}
