using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>x y; the gradients are dz y and dz x.</summary>
    public static ElementwiseOp Multiply { get; } = ElementwiseOp.Binary<MultiplyFunction>(
        "Multiply", (x, y) => x * y, (z, dz) => [dz * z.Inputs[1], dz * z.Inputs[0]]);

    private readonly struct MultiplyFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(x, y);
    }
}

public static partial class Ops
{
    /// <summary>x y, element by element, broadcast.</summary>
    public static SymbolicTensor Multiply(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Multiply, x, y);
}
