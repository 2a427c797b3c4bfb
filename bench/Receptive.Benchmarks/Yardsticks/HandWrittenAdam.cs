using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Receptive.Kernels;

namespace Receptive.Benchmarks.Yardsticks;

/// <summary>
/// Adam's update as a kernel written by hand for it, which the library had before optimizers were described in ops: what the
/// compiled description is measured against.
/// </summary>
internal static unsafe class HandWrittenAdam
{
    /// <summary>Updates <paramref name="count"/> weights and their two moments in place.</summary>
    public static void Run(float* weights, float* m, float* v, float* gradient, int count, float alpha, float beta1, float beta2, float epsilon)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<Simd512, Vector512<float>>(weights, m, v, gradient, count, alpha, beta1, beta2, epsilon); break;
            case SimdLevel.Vector256: Run<Simd256, Vector256<float>>(weights, m, v, gradient, count, alpha, beta1, beta2, epsilon); break;
            case SimdLevel.Vector128: Run<Simd128, Vector128<float>>(weights, m, v, gradient, count, alpha, beta1, beta2, epsilon); break;
            default: Run<SimdScalar, float>(weights, m, v, gradient, count, alpha, beta1, beta2, epsilon); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TSimd, TVector>(float* weights, float* m, float* v, float* gradient, int count, float alpha, float beta1, float beta2, float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        nint i = 0;
        float keep1 = 1f - beta1;
        float keep2 = 1f - beta2;
        for (; i <= count - TSimd.Width; i += TSimd.Width)
            Step<TSimd, TVector>(weights + i, m + i, v + i, gradient + i, alpha, keep1, keep2, epsilon);
        for (; i < count; i++)
            Step<SimdScalar, float>(weights + i, m + i, v + i, gradient + i, alpha, keep1, keep2, epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TSimd, TVector>(float* weights, float* m, float* v, float* gradient, float alpha, float keep1, float keep2, float epsilon)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector g = TSimd.Load(gradient);
        TVector first = TSimd.Load(m);
        TVector second = TSimd.Load(v);
        first = TSimd.Fma(TSimd.Subtract(g, first), TSimd.Broadcast(keep1), first);
        second = TSimd.Fma(TSimd.Subtract(TSimd.Multiply(g, g), second), TSimd.Broadcast(keep2), second);
        TSimd.Store(first, m);
        TSimd.Store(second, v);
        TVector change = TSimd.Divide(
            TSimd.Multiply(TSimd.Broadcast(alpha), first),
            TSimd.Add(TSimd.SquareRoot(second), TSimd.Broadcast(epsilon)));
        TSimd.Store(TSimd.Subtract(TSimd.Load(weights), change), weights);
    }
}
