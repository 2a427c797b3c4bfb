using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The cosine of x in radians; the gradient is -dy sin(x).</summary>
    public static ElementwiseOp Cos { get; } = ElementwiseOp.Unary<CosFunction>(
        "Cos", x => Math.Cos(x), (y, dy) => [-(dy * Ops.Sin(y.Inputs[0]))], isCheap: false);

    private readonly struct CosFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Cos<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The cosine of x in radians; NaN for infinities.</summary>
    public static SymbolicTensor Cos(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Cos, x);
}
