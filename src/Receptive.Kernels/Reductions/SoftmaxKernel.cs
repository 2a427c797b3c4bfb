using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Softmax along the contiguous axis.</summary>
/// <remarks>Maximum and sum go through sixteen lanes (see <see cref="VirtualLanes"/>). Rows are often as short as ten classes, so everything is one loop without calls.</remarks>
public static unsafe class SoftmaxKernel
{
    /// <summary>
    /// y = e^(x - max) / sum of e^(x - max), row by row. y may be x. A row with NaN or +infinity becomes NaN throughout,
    /// as in TensorFlow.
    /// </summary>
    /// <param name="x">rows * length floats.</param>
    /// <param name="y">rows * length floats.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The elements of a row.</param>
    public static void Run(float* x, float* y, long rows, int length)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<Simd512, Vector512<float>>(x, y, rows, length); break;
            case SimdLevel.Vector256: Run<Simd256, Vector256<float>>(x, y, rows, length); break;
            case SimdLevel.Vector128: Run<Simd128, Vector128<float>>(x, y, rows, length); break;
            default: Run<SimdScalar, float>(x, y, rows, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TSimd, TVector>(float* x, float* y, long rows, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int whole = length - (length % TSimd.Width);
        int rest = length - whole;
        for (long row = 0; row < rows; row++)
        {
            TVector largest = TSimd.Broadcast(VirtualLanes.Reduce<MaxReduction, TSimd, TVector>(x, length));
            for (nint i = 0; i < whole; i += TSimd.Width)
                TSimd.Store(MathFunctions.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Load(x + i), largest)), y + i);
            if (rest > 0)
                TSimd.StoreFirst(MathFunctions.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.LoadFirst(x + whole, rest), largest)), y + whole, rest);

            TVector sum = TSimd.Broadcast(VirtualLanes.Reduce<SumReduction, TSimd, TVector>(y, length));
            for (nint i = 0; i < whole; i += TSimd.Width)
                TSimd.Store(TSimd.Divide(TSimd.Load(y + i), sum), y + i);
            if (rest > 0)
                TSimd.StoreFirst(TSimd.Divide(TSimd.LoadFirst(y + whole, rest), sum), y + whole, rest);
            x += length;
            y += length;
        }
    }
}
