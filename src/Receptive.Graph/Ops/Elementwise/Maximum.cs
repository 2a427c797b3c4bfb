using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The larger of x and y; the gradient goes to the larger, to x when they are equal.</summary>
    public static ElementwiseOp Maximum { get; } = ElementwiseOp.Binary<MaximumFunction>(
        "Maximum", (x, y) => Math.Max(x, y),
        (z, dz) =>
        {
            SymbolicTensor toFirst = Ops.GreaterOrEqual(z.Inputs[0], z.Inputs[1]);
            return [Ops.Select(toFirst, dz, 0f), Ops.Select(toFirst, 0f, dz)];
        });

    private readonly struct MaximumFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Maximum<TSimd, TVector>(x, y);
    }
}

public static partial class Ops
{
    /// <summary>The larger of x and y, broadcast; NaN when either is NaN.</summary>
    public static SymbolicTensor Maximum(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Maximum, x, y);
}
