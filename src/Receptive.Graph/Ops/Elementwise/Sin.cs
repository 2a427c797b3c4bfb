using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The sine of x in radians; the gradient is dy cos(x).</summary>
    public static ElementwiseOp Sin { get; } = ElementwiseOp.Unary<SinFunction>(
        "Sin", x => Math.Sin(x), (y, dy) => [dy * Ops.Cos(y.Inputs[0])], isCheap: false);

    private readonly struct SinFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Sin<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The sine of x in radians; NaN for infinities.</summary>
    public static SymbolicTensor Sin(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Sin, x);
}
