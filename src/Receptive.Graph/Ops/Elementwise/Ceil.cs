using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>The smallest whole number that is not below x. It has no gradient.</summary>
    public static ElementwiseOp Ceil { get; } = ElementwiseOp.Unary<CeilFunction>(
        "Ceil", x => Math.Ceiling(x));

    private readonly struct CeilFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector negated = MathFunctions.Negate<TSimd, TVector>(x);
            return MathFunctions.Negate<TSimd, TVector>(MathFunctions.Floor<TSimd, TVector>(negated));
        }
    }
}

public static partial class Ops
{
    /// <summary>The smallest whole number that is not below x. The gradient stops here.</summary>
    public static SymbolicTensor Ceil(SymbolicTensor x) => SymbolicTensor.Apply(ElementwiseOps.Ceil, x);
}
