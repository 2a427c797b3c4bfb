using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The nearest whole number, the even one of two. It has no gradient.</summary>
    public static ElementwiseOp Round { get; } = ElementwiseOp.Unary<RoundFunction>(
        "Round", x => Math.Round(x, MidpointRounding.ToEven));

    private readonly struct RoundFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Round(x);
    }
}

public static partial class Ops
{
    /// <summary>The nearest whole number; from the middle between two to the even one. The gradient stops here.</summary>
    public static SymbolicTensor Round(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Round, x);
}
