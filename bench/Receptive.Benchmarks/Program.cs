using Receptive.Benchmarks;
using Receptive.Benchmarks.Common;
using Receptive.Benchmarks.Comparison;
using Receptive.Benchmarks.Yardsticks;
using Receptive.Kernels;

try
{
    if (args is ["compare", .. string[] rest])
        return Compare(ComparisonOptions.Parse(rest));

    BenchmarkOptions options = BenchmarkOptions.Parse(args, "train", "predict", "latency", "startup", "peak", "kernels", "yardsticks");
    if (options.Benchmark == "kernels")
    {
        KernelBenchmarks.Run(options, Console.Out);
        return 0;
    }

    if (options.Benchmark == "yardsticks")
    {
        Yardstick.Run(Console.Out);
        return 0;
    }

    BenchmarkResult result = options.Benchmark switch
    {
        "train" => ModelBenchmarks.Train(options),
        "predict" => ModelBenchmarks.Predict(options),
        "latency" => ModelBenchmarks.Latency(options),
        "startup" => ModelBenchmarks.Startup(options),
        _ => Peak(options),
    };
    Console.WriteLine(result.ToJson());
    return 0;
}
catch (Exception error) when (error is ArgumentException or BenchmarkFailedException)
{
    Console.Error.WriteLine($"Receptive.Benchmarks: {error.Message}");
    return 1;
}

static BenchmarkResult Peak(BenchmarkOptions options)
{
    double oneThread = FmaPeak.Measure(1);
    double allThreads = options.Threads == 1 ? oneThread : FmaPeak.Measure(options.Threads);
    string settings = FormattableString.Invariant($"{Simd.Level}, one thread {oneThread:F0} GFLOP/s");
    return new BenchmarkResult("peak", "Receptive", allThreads, "GFLOP/s", options.Threads, settings, "none");
}

static int Compare(ComparisonOptions options)
{
    Contest contest = new(options);
    contest.Run();
    ComparisonReport report = ComparisonReport.Of(contest, options.Threads);
    report.Print(contest, Console.Out);
    if (options.JsonPath is not null)
        File.WriteAllText(options.JsonPath, report.ToJson() + "\n");
    foreach (string failure in contest.Failures)
        Console.Error.WriteLine(failure);
    return contest.Failures.Count == 0 ? 0 : 1;
}
