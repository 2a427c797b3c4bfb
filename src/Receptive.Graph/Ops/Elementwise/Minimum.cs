using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The smaller of x and y; the gradient goes to the smaller, to x when they are equal.</summary>
    public static ElementwiseOp Minimum { get; } = ElementwiseOp.Binary<MinimumFunction>(
        "Minimum", (x, y) => Math.Min(x, y),
        (z, dz) =>
        {
            SymbolicTensor toFirst = Ops.GreaterOrEqual(z.Inputs[1], z.Inputs[0]);
            return [Ops.Select(toFirst, dz, 0f), Ops.Select(toFirst, 0f, dz)];
        });

    private readonly struct MinimumFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Minimum<TSimd, TVector>(x, y);
    }
}

public static partial class Ops
{
    /// <summary>The smaller of x and y, broadcast; NaN when either is NaN.</summary>
    public static SymbolicTensor Minimum(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Minimum, x, y);
}
