using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>1 where x >= y, else 0. It has no gradient.</summary>
    public static ElementwiseOp GreaterOrEqual { get; } = ElementwiseOp.Binary<GreaterOrEqualFunction>(
        "GreaterOrEqual", (x, y) => x >= y ? 1 : 0);

    private readonly struct GreaterOrEqualFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.And(TSimd.GreaterOrEqual(x, y), TSimd.Broadcast(1f));
    }
}

public static partial class Ops
{
    /// <summary>1 where x >= y, else 0 (also for NaN); broadcast. The gradient stops here.</summary>
    public static SymbolicTensor GreaterOrEqual(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.GreaterOrEqual, x, y);

    /// <summary>1 where x &lt;= y, else 0 (also for NaN); broadcast. The gradient stops here.</summary>
    public static SymbolicTensor LessOrEqual(SymbolicTensor x, SymbolicTensor y) => GreaterOrEqual(y, x);
}
