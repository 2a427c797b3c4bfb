using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The natural logarithm; the gradient is dy / x.</summary>
    public static ElementwiseOp Log { get; } = ElementwiseOp.Unary<LogFunction>(
        "Log", x => Math.Log(x), (y, dy) => [dy / y.Inputs[0]], isCheap: false);

    private readonly struct LogFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Log<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The natural logarithm; of 0 it is -infinity, of negative numbers NaN.</summary>
    public static SymbolicTensor Log(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Log, x);
}
