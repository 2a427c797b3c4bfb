using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>x - y; the gradient goes to x, its negative to y.</summary>
    public static ElementwiseOp Subtract { get; } = ElementwiseOp.Binary<SubtractFunction>(
        "Subtract", (x, y) => x - y, (_, dy) => [dy, -dy]);

    private readonly struct SubtractFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Subtract(x, y);
    }
}

public static partial class Ops
{
    /// <summary>x - y, broadcast.</summary>
    public static SymbolicTensor Subtract(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Subtract, x, y);
}
