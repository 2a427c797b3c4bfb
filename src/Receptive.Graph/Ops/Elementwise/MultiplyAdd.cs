using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>a b + c, rounded once; the gradients are dy b, dy a and dy.</summary>
    public static ElementwiseOp MultiplyAdd { get; } = ElementwiseOp.Ternary<MultiplyAddFunction>(
        "MultiplyAdd", (a, b, c) => a * b + c,
        (y, dy) => [dy * y.Inputs[1], dy * y.Inputs[0], dy]);

    private readonly struct MultiplyAddFunction : ITernaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector a, TVector b, TVector c)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Fma(a, b, c);
    }
}

public static partial class Ops
{
    /// <summary>a * b + c, broadcast, as one fused operation: the product is not rounded. What moving averages are made of.</summary>
    public static SymbolicTensor MultiplyAdd(SymbolicTensor a, SymbolicTensor b, SymbolicTensor c) => SymbolicTensor.Apply(ElementwiseOps.MultiplyAdd, a, b, c);
}
