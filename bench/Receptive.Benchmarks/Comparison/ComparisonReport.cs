using System.Globalization;
using System.Text.Json;
using Receptive.Benchmarks.Common;
using Receptive.Kernels;

namespace Receptive.Benchmarks.Comparison;

/// <summary>A row of the comparison: medians of all rounds.</summary>
/// <param name="Name">"train/libtorch" and so on.</param>
/// <param name="Ours">Our median.</param>
/// <param name="Peer">The peer's median.</param>
/// <param name="Unit">"images/s" or "ms".</param>
/// <param name="Ratio">How many times as fast ours is: above 1, ours is faster, whatever the unit.</param>
internal sealed record ComparisonRow(string Name, double Ours, double Peer, string Unit, double Ratio);

/// <summary>What came out of a contest, as it stands in the JSON file.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Simd">The vector width our kernels ran with.</param>
/// <param name="Threads">Threads of every engine.</param>
/// <param name="PeakGflops">The FMA peak with that many threads, the best of the rounds.</param>
/// <param name="TrainShareOfPeak">The model's arithmetic per image times our images per second, as a share of the peak; all of a step's time counts.</param>
/// <param name="Rows">The comparisons.</param>
internal sealed record ComparisonReport(
    string Cpu, string Simd, int Threads, double PeakGflops, double TrainShareOfPeak, IReadOnlyList<ComparisonRow> Rows)
{
    /// <summary>Company above this share of the processors is worth a warning; an idle machine's own services stay below.</summary>
    private const double NoticeableLoad = 0.1;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static ComparisonReport Of(Contest contest, int threads)
    {
        double peak = contest.Ours("peak").Max(result => result.Value);
        double flopsPerImage = contest.Ours("train")[0].FlopsPerImage ?? throw new InvalidOperationException("our training did not say its FLOPs per image");
        double share = flopsPerImage * Median(contest.Ours("train")) / (peak * 1e9);
        return new ComparisonReport(CpuName(), SimdName(), threads, peak, share, [.. contest.Rows.Select(row => RowOf(contest, row.Benchmark, row.Peer))]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The same for people: a table with the spread of the rounds, and what was measured with which settings.</summary>
    public void Print(Contest contest, TextWriter writer)
    {
        writer.WriteLine(Invariant($"{Cpu}, {Simd}, {Threads} threads, median of {contest.Ours("peak").Count} rounds; FMA peak {PeakGflops:F0} GFLOP/s"));
        if (contest.OthersLoad > NoticeableLoad)
            writer.WriteLine(Invariant($"WARNING: the machine is busy; other programs used up to {100 * contest.OthersLoad:F0}% of the processors. These figures say little."));
        writer.WriteLine(Invariant($"Training does {100 * TrainShareOfPeak:F0}% of the peak's arithmetic."));
        writer.WriteLine();
        writer.WriteLine($"{"",-24}{"ours",12}{"(range)",18}{"peer",12}{"(range)",18}  {"unit",-9}{"ratio",7}");
        foreach ((ComparisonRow row, (string benchmark, string peer)) in Rows.Zip(contest.Rows))
        {
            string ours = Number(row.Ours) + Range(contest.Ours(benchmark));
            string theirs = Number(row.Peer) + Range(contest.Results(benchmark, peer));
            writer.WriteLine(Invariant($"{row.Name,-24}{ours}{theirs}  {row.Unit,-9}{row.Ratio,7:F2}"));
        }

        writer.WriteLine();
        writer.WriteLine("A ratio above 1 says that ours is faster. The settings each engine chose most often:");
        foreach (string benchmark in contest.Rows.Select(row => row.Benchmark).Distinct())
            writer.WriteLine($"  {benchmark,-8} ours: {Settings(contest.Ours(benchmark))}");
        foreach ((string benchmark, string peer) in contest.Rows)
            writer.WriteLine($"  {benchmark,-8} {peer}: {Settings(contest.Results(benchmark, peer))}; {contest.Results(benchmark, peer)[0].Engine}");
        if (contest.Ours("train")[0].Data == "random")
            writer.WriteLine("Images: random bytes, which cost the same arithmetic (RECEPTIVE_DATA names no folder with mnist/).");
        if (Kernels.Simd.Level <= SimdLevel.Vector256 && contest.Rows.Any(row => row.Peer == "onnxruntime"))
            writer.WriteLine("libtorch was held to AVX2 as ours was; ONNX Runtime has no such switch and used all the processor has.");
    }

    private static ComparisonRow RowOf(Contest contest, string benchmark, string peer)
    {
        double ours = Median(contest.Ours(benchmark));
        double theirs = Median(contest.Results(benchmark, peer));
        string unit = contest.Ours(benchmark)[0].Unit;
        bool lessIsFaster = unit == "ms";
        return new ComparisonRow($"{benchmark}/{peer}", ours, theirs, unit, lessIsFaster ? theirs / ours : ours / theirs);
    }

    private static double Median(IEnumerable<BenchmarkResult> results) => Measure.Median([.. results.Select(result => result.Value)]);

    private static string Settings(IEnumerable<BenchmarkResult> results) =>
        results.GroupBy(result => result.Settings).MaxBy(group => group.Count())!.Key;

    private static string Number(double value) => Invariant($"{Figure(value),12}");

    private static string Range(IReadOnlyCollection<BenchmarkResult> results) =>
        Invariant($"{$"({Figure(results.Min(result => result.Value))}-{Figure(results.Max(result => result.Value))})",18}");

    /// <summary>Whole images per second; milliseconds to three places.</summary>
    private static string Figure(double value) => value.ToString(value < 100 ? "F3" : "F0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string SimdName() => Kernels.Simd.Level switch
    {
        SimdLevel.Vector512 => "AVX-512",
        SimdLevel.Vector256 => "AVX2",
        SimdLevel.Vector128 => "128-bit",
        _ => "scalar",
    };

    private static string CpuName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string? line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }
}
