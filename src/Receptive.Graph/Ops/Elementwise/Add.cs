using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>x + y; the gradient goes to both.</summary>
    public static ElementwiseOp Add { get; } = ElementwiseOp.Binary<AddFunction>(
        "Add", (x, y) => x + y, (_, dy) => [dy, dy]);

    private readonly struct AddFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Add(x, y);
    }
}

public static partial class Ops
{
    /// <summary>x + y, broadcast.</summary>
    public static SymbolicTensor Add(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Add, x, y);
}
