using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The largest whole number that is not above x. It has no gradient.</summary>
    public static ElementwiseOp Floor { get; } = ElementwiseOp.Unary<FloorFunction>(
        "Floor", x => Math.Floor(x));

    private readonly struct FloorFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Floor<TSimd, TVector>(x);
    }
}

public static partial class Ops
{
    /// <summary>The largest whole number that is not above x. The gradient stops here.</summary>
    public static SymbolicTensor Floor(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Floor, x);
}
