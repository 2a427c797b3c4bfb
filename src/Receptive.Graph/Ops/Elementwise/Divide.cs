using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>q = x / y; the gradients are dq / y and -dq q / y.</summary>
    public static ElementwiseOp Divide { get; } = ElementwiseOp.Binary<DivideFunction>(
        "Divide", (x, y) => x / y,
        (q, dq) =>
        {
            SymbolicTensor dx = dq / q.Inputs[1];
            return [dx, -(dx * q)];
        });

    private readonly struct DivideFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Divide(x, y);
    }
}

public static partial class Ops
{
    /// <summary>x / y, broadcast.</summary>
    public static SymbolicTensor Divide(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Divide, x, y);
}
