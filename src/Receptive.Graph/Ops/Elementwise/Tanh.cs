using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y = the hyperbolic tangent; the gradient is dy (1 - y²).</summary>
    public static ElementwiseOp Tanh { get; } = ElementwiseOp.Unary<TanhFunction>(
        "Tanh", x => Math.Tanh(x), (y, dy) => [dy * (1f - Ops.Square(y))], isCheap: false);

    private readonly struct TanhFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Tanh<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The hyperbolic tangent.</summary>
    public static SymbolicTensor Tanh(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Tanh, x);
}
