using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Stochastic gradient descent on a run of weights, as Keras computes it.</summary>
/// <remarks>
/// Without momentum: w -= rate g. With: velocity = momentum velocity - rate g, then w += velocity, or, in Nesterov's
/// form, w += momentum velocity - rate g with the new velocity.
/// </remarks>
public static unsafe class SgdKernel
{
    /// <summary>Updates <paramref name="count"/> weights in place.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="velocity">The momentum's state, or null when there is no momentum.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="momentum">The share of the velocity that is kept, 0 to 1.</param>
    /// <param name="nesterov">Whether the step looks ahead by the new velocity.</param>
    public static void Run(float* weights, float* velocity, float* gradient, int count, float rate, float momentum, bool nesterov)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<Simd512, Vector512<float>>(weights, velocity, gradient, count, rate, momentum, nesterov); break;
            case SimdLevel.Vector256: Run<Simd256, Vector256<float>>(weights, velocity, gradient, count, rate, momentum, nesterov); break;
            case SimdLevel.Vector128: Run<Simd128, Vector128<float>>(weights, velocity, gradient, count, rate, momentum, nesterov); break;
            default: Run<SimdScalar, float>(weights, velocity, gradient, count, rate, momentum, nesterov); break;
        }
    }

    private static void Run<TSimd, TVector>(float* weights, float* velocity, float* gradient, int count, float rate, float momentum, bool nesterov)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (velocity == null)
            Plain<TSimd, TVector>(weights, gradient, count, rate);
        else if (nesterov)
            Momentum<TSimd, TVector, Nesterov>(weights, velocity, gradient, count, rate, momentum);
        else
            Momentum<TSimd, TVector, Classical>(weights, velocity, gradient, count, rate, momentum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain<TSimd, TVector>(float* weights, float* gradient, int count, float rate)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        nint i = 0;
        for (; i <= count - TSimd.Width; i += TSimd.Width)
        {
            TVector change = TSimd.Multiply(TSimd.Broadcast(rate), TSimd.Load(gradient + i));
            TSimd.Store(TSimd.Subtract(TSimd.Load(weights + i), change), weights + i);
        }
        for (; i < count; i++)
            weights[i] -= rate * gradient[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Momentum<TSimd, TVector, TForm>(float* weights, float* velocity, float* gradient, int count, float rate, float momentum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TForm : struct, IForm
    {
        nint i = 0;
        for (; i <= count - TSimd.Width; i += TSimd.Width)
            Step<TSimd, TVector, TForm>(weights + i, velocity + i, gradient + i, rate, momentum);
        for (; i < count; i++)
            Step<SimdScalar, float, TForm>(weights + i, velocity + i, gradient + i, rate, momentum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TSimd, TVector, TForm>(float* weights, float* velocity, float* gradient, float rate, float momentum)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TForm : struct, IForm
    {
        TVector push = TSimd.Multiply(TSimd.Broadcast(rate), TSimd.Load(gradient));
        TVector speed = TSimd.Subtract(TSimd.Multiply(TSimd.Broadcast(momentum), TSimd.Load(velocity)), push);
        TSimd.Store(speed, velocity);
        TVector change = TForm.LooksAhead ? TSimd.Subtract(TSimd.Multiply(TSimd.Broadcast(momentum), speed), push) : speed;
        TSimd.Store(TSimd.Add(TSimd.Load(weights), change), weights);
    }

    private interface IForm
    {
        static abstract bool LooksAhead { get; }
    }

    private readonly struct Classical : IForm
    {
        public static bool LooksAhead => false;
    }

    private readonly struct Nesterov : IForm
    {
        public static bool LooksAhead => true;
    }
}
