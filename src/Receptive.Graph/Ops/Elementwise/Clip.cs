using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>
    /// x limited to [minimum, maximum]; a NaN bound limits nothing. The gradient goes to x where it lies within, bounds
    /// included, to the minimum where x is below and to the maximum where x is above.
    /// </summary>
    public static ElementwiseOp Clip { get; } = ElementwiseOp.Ternary<ClipFunction>(
        "Clip", (x, minimum, maximum) => Below(x < minimum ? minimum : x, maximum),
        (y, dy) =>
        {
            SymbolicTensor x = y.Inputs[0], minimum = y.Inputs[1], maximum = y.Inputs[2];
            SymbolicTensor within = Ops.GreaterOrEqual(x, minimum) * Ops.GreaterOrEqual(maximum, x);
            return
            [
                Ops.Select(within, dy, 0f),
                Ops.Select(Ops.Greater(minimum, x), dy, 0f),
                Ops.Select(Ops.Greater(x, maximum), dy, 0f),
            ];
        });

    private static double Below(double value, double limit) => value > limit ? limit : value;

    private readonly struct ClipFunction : ITernaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector minimum, TVector maximum)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            TVector raised = TSimd.Select(TSimd.Greater(minimum, x), minimum, x);
            return TSimd.Select(TSimd.Greater(raised, maximum), maximum, raised);
        }
    }
}

public static partial class Ops
{
    /// <summary>x limited to [minimum, maximum], broadcast; the minimum must not be above the maximum.</summary>
    public static SymbolicTensor Clip(SymbolicTensor x, SymbolicTensor minimum, SymbolicTensor maximum) =>
        SymbolicTensor.Apply(ElementwiseOps.Clip, x, minimum, maximum);
}
