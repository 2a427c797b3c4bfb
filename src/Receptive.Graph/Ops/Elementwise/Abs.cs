using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>|x|; the gradient is dy where x > 0, -dy where x &lt; 0, and 0 at 0.</summary>
    public static ElementwiseOp Abs { get; } = ElementwiseOp.Unary<AbsFunction>(
        "Abs", x => Math.Abs(x), (y, dy) => [dy * Ops.Sign(y.Inputs[0])]);

    private readonly struct AbsFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Abs<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>|x|.</summary>
    public static SymbolicTensor Abs(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Abs, x);
}
