using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y = x where x > 0, else 0. The gradient is dy where y > 0, else 0: asking the output, not the input, lets the input's memory go.</summary>
    public static ElementwiseOp Relu { get; } = ElementwiseOp.Unary<ReluFunction>(
        "Relu", x => Math.Max(x, 0), (y, dy) => [dy * Ops.Greater(y, 0f)]);

    private readonly struct ReluFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Relu<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>x where x > 0, else 0; NaN stays NaN.</summary>
    public static SymbolicTensor Relu(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Relu, x);

    /// <summary>x where x > 0, else x times a slope.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    public static SymbolicTensor LeakyRelu(SymbolicTensor x, float negativeSlope = 0.2f) => Select(Greater(x, 0f), x, x * negativeSlope);
}
