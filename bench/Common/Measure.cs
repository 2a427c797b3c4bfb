using System.Diagnostics;

namespace Receptive.Benchmarks.Common;

/// <summary>How time is taken, the same for every engine.</summary>
internal static class Measure
{
    /// <summary>How long a choice between settings may try each of them.</summary>
    private const double TrialSeconds = 0.4;

    /// <summary>
    /// Items a second of <paramref name="step"/>, which returns how many it did: called until it has warmed up, then
    /// for at least <paramref name="seconds"/>.
    /// </summary>
    public static double Throughput(Func<int> step, double seconds)
    {
        WarmUp(() => step(), seconds / 4);
        long done = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            done += step();
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalSeconds < seconds);
        return done / elapsed.TotalSeconds;
    }

    /// <summary>The median time of one call in milliseconds, over at least <paramref name="seconds"/> of calls.</summary>
    public static double MedianMilliseconds(Action call, double seconds)
    {
        WarmUp(call, seconds / 4);
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long before = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return Median(times);
    }

    /// <summary>
    /// Of several settings the one with the highest throughput in a short trial of each. Every engine gets to choose
    /// in this way, in every run, so that none is held to a setting it does not like.
    /// </summary>
    public static T Fastest<T>(IEnumerable<T> settings, Func<T, IWorkload> create) => settings.MaxBy(setting =>
    {
        using IWorkload workload = create(setting);
        return Throughput(workload.Step, TrialSeconds);
    })!;

    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>At least twice: the first call compiles and allocates, the second shows the allocator what comes again.</summary>
    private static void WarmUp(Action call, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        do
            call();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
    }
}
