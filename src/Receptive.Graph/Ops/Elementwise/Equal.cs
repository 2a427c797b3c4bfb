using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>1 where x = y, else 0. It has no gradient.</summary>
    public static ElementwiseOp Equal { get; } = ElementwiseOp.Binary<EqualFunction>(
        "Equal", (x, y) => x == y ? 1 : 0);

    private readonly struct EqualFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.And(TSimd.Equal(x, y), TSimd.Broadcast(1f));
    }
}

public static partial class Ops
{
    /// <summary>1 where x = y, else 0 (also for NaN); broadcast. The gradient stops here.</summary>
    public static SymbolicTensor Equal(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Equal, x, y);

    /// <summary>0 where x = y, else 1 (also for NaN); broadcast. The gradient stops here.</summary>
    public static SymbolicTensor NotEqual(SymbolicTensor x, SymbolicTensor y) => 1f - Equal(x, y);

    /// <summary>1 where x is NaN, else 0. The gradient stops here.</summary>
    public static SymbolicTensor IsNaN(SymbolicTensor x) => NotEqual(x, x);
}
