using System.Runtime.CompilerServices;
using Receptive.Kernels;

namespace Receptive.Graph;

public static partial class ElementwiseOps
{
    /// <summary>
    /// z = x^y. The gradients are dz y x^(y - 1) and dz z log(x); the latter is 0 where x is not above 0, where x^y is not a
    /// smooth function of y.
    /// </summary>
    public static ElementwiseOp Pow { get; } = ElementwiseOp.Binary<PowFunction>(
        "Pow", (x, y) => Math.Pow(x, y),
        (z, dz) =>
        {
            SymbolicTensor x = z.Inputs[0], y = z.Inputs[1];
            SymbolicTensor dx = Ops.Select(y, y * Ops.Pow(x, y - 1f), 0f); // 0 for y = 0, also where x^-1 is infinite
            SymbolicTensor log = Ops.Log(Ops.Select(Ops.Greater(x, 0f), x, 1f));
            return [dz * dx, dz * z * log];
        },
        isCheap: false);

    private readonly struct PowFunction : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x, TVector y)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => MathFunctions.Pow<TSimd, TVector>(x, y);
    }
}

public static partial class Ops
{
    /// <summary>
    /// x^y as IEEE 754 defines it, broadcast: NaN for x below 0 unless y is whole; 1 for y = 0 and for x = 1, even when the other is
    /// NaN. The relative error grows with |y log(x)| to a few units in the last place.
    /// </summary>
    public static SymbolicTensor Pow(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(ElementwiseOps.Pow, x, y);

    /// <summary>x^y for one exponent; 0.5, 1, 2 and a few others are the simpler ops.</summary>
    public static SymbolicTensor Pow(SymbolicTensor x, float y) => y switch
    {
        -1f => 1f / x,
        -0.5f => Rsqrt(x),
        0.5f => Sqrt(x),
        1f => x,
        2f => Square(x),
        3f => Square(x) * x,
        _ => Pow(x, Constant(y)),
    };
}
