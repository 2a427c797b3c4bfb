using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>y where the condition is not 0, else z; NaN is not 0. The gradient goes to the chosen one.</summary>
    public static ElementwiseOp Select { get; } = ElementwiseOp.Ternary<SelectFunction>(
        "Select", (condition, ifTrue, ifFalse) => condition != 0 ? ifTrue : ifFalse,
        (z, dz) => [null, Ops.Select(z.Inputs[0], dz, 0f), Ops.Select(z.Inputs[0], 0f, dz)]);

    private readonly struct SelectFunction : ITernaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector condition, TVector ifTrue, TVector ifFalse)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => TSimd.Select(TSimd.Equal(condition, TSimd.Zero), ifFalse, ifTrue);
    }
}

public static partial class Ops
{
    /// <summary><paramref name="ifTrue"/> where the condition is not 0, else <paramref name="ifFalse"/>; broadcast.</summary>
    public static SymbolicTensor Select(SymbolicTensor condition, SymbolicTensor ifTrue, SymbolicTensor ifFalse) =>
        SymbolicTensor.Apply(ElementwiseOps.Select, condition, ifTrue, ifFalse);
}
