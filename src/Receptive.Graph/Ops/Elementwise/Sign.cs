using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>-1, 0 or 1; NaN stays NaN. It has no gradient.</summary>
    public static ElementwiseOp Sign { get; } = ElementwiseOp.Unary<SignFunction>(
        "Sign", x => x > 0 ? 1 : x < 0 ? -1 : x);

    private readonly struct SignFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector one = TSimd.Or(MathFunctions.SignOf<TSimd, TVector>(x), TSimd.Broadcast(1f));
            return TSimd.Select(TSimd.Greater(MathFunctions.Abs<TSimd, TVector>(x), TSimd.Zero), one, x);
        }
    }
}

public static partial class Ops
{
    /// <summary>1 where x > 0, -1 where x &lt; 0, else x itself (0 or NaN). The gradient stops here.</summary>
    public static SymbolicTensor Sign(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Sign, x);
}
