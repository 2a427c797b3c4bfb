using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>x²; the gradient is 2 dy x.</summary>
    public static ElementwiseOp Square { get; } = ElementwiseOp.Unary<SquareFunction>(
        "Square", x => x * x, (y, dy) => [dy * 2f * y.Inputs[0]]);

    private readonly struct SquareFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Multiply(x, x);
    }
}

public static partial class Ops
{
    /// <summary>x².</summary>
    public static SymbolicTensor Square(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Square, x);
}
