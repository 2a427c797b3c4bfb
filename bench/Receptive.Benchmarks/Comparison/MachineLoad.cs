namespace Receptive.Benchmarks.Comparison;

/// <summary>
/// How busy others keep the processors while nothing of ours runs. Engines suffer unequally from company (OpenMP's
/// threads wait for each other by spinning), so figures from a busy machine say little.
/// </summary>
internal static class MachineLoad
{
    private const string Statistics = "/proc/stat";
    private static readonly TimeSpan s_sample = TimeSpan.FromSeconds(0.5);

    /// <summary>The share of all processors' time that was used, from 0 to 1; null where the system does not tell.</summary>
    public static double? Sample()
    {
        if (!File.Exists(Statistics))
            return null;
        (long busyBefore, long totalBefore) = Read();
        Thread.Sleep(s_sample);
        (long busyAfter, long totalAfter) = Read();
        return totalAfter > totalBefore ? (double)(busyAfter - busyBefore) / (totalAfter - totalBefore) : null;
    }

    /// <summary>The line is: cpu user nice system idle iowait irq softirq steal ...</summary>
    private static (long Busy, long Total) Read()
    {
        const int Idle = 3, IoWait = 4, Last = 8;
        long[] ticks = [.. File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Last).Select(long.Parse)];
        return (ticks.Sum() - ticks[Idle] - ticks[IoWait], ticks.Sum());
    }
}
