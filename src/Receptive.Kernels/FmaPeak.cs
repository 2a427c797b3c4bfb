using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>
/// The most fused multiply-adds a second that the machine gives at the SIMD level in use: what every kernel's
/// GFLOP/s are a share of. Measured, not looked up, because clock and pipes differ between machines and with load.
/// </summary>
public static class FmaPeak
{
    /// <summary>
    /// Independent chains of fused multiply-adds. Two pipes of four or five cycles' latency need ten to be full;
    /// twelve fit with their operands into the sixteen registers of AVX2.
    /// </summary>
    private const int Chains = 12;

    private const int FlopsPerFma = 2;
    private const int InnerRounds = 20_000;

    /// <summary>Short samples, the best of which counts: a peak is what the machine can do, not what it does on average.</summary>
    private const int Samples = 8;

    /// <summary>GFLOP/s of several threads at once, each with registers alone: no memory is touched.</summary>
    /// <param name="threads">How many, at least 1.</param>
    /// <param name="seconds">How long to measure in all; with less than 0.1 s clocks may not have risen yet.</param>
    public static double Measure(int threads, double seconds = 1.2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        double best = 0;
        for (int sample = 0; sample < Samples; sample++)
            best = Math.Max(best, Sample(threads, seconds / Samples));
        return best;
    }

    private static double Sample(int threads, double seconds)
    {
        using Barrier start = new(threads);
        double[] rates = new double[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            RunInner();
            start.SignalAndWait();
            rates[index] = RateOfThisThread(seconds);
        }))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return rates.Sum();
    }

    private static double RateOfThisThread(double seconds)
    {
        long flops = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            flops += RunInner();
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalSeconds < seconds);
        return flops / elapsed.TotalSeconds / 1e9;
    }

    private static long RunInner() => Simd.Level switch
    {
        SimdLevel.Vector512 => Inner<Simd512, Vector512<float>>(),
        SimdLevel.Vector256 => Inner<Simd256, Vector256<float>>(),
        SimdLevel.Vector128 => Inner<Simd128, Vector128<float>>(),
        _ => Inner<SimdScalar, float>(),
    };

    /// <summary>Returns the floating-point operations it did. Every chain tends to offset / (1 - factor): no lane overflows or goes denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe long Inner<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector factor = TSimd.Broadcast(0.999f);
        TVector offset = TSimd.Broadcast(0.001f);
        TVector a = offset, b = offset, c = offset, d = offset, e = offset, f = offset;
        TVector g = offset, h = offset, i = offset, j = offset, k = offset, l = offset;
        for (int round = 0; round < InnerRounds; round++)
        {
            a = TSimd.Fma(a, factor, offset);
            b = TSimd.Fma(b, factor, offset);
            c = TSimd.Fma(c, factor, offset);
            d = TSimd.Fma(d, factor, offset);
            e = TSimd.Fma(e, factor, offset);
            f = TSimd.Fma(f, factor, offset);
            g = TSimd.Fma(g, factor, offset);
            h = TSimd.Fma(h, factor, offset);
            i = TSimd.Fma(i, factor, offset);
            j = TSimd.Fma(j, factor, offset);
            k = TSimd.Fma(k, factor, offset);
            l = TSimd.Fma(l, factor, offset);
        }

        TVector sum = TSimd.Add(
            TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h))),
            TSimd.Add(TSimd.Add(i, j), TSimd.Add(k, l)));
        float* kept = stackalloc float[TSimd.Width];
        TSimd.Store(sum, kept);
        GC.KeepAlive(kept[0]);
        return (long)InnerRounds * Chains * TSimd.Width * FlopsPerFma;
    }
}
