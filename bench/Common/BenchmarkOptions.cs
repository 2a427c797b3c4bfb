using System.Globalization;

namespace Receptive.Benchmarks.Common;

/// <summary>The command line that all benchmark programs share: <c>BENCHMARK [--threads N] [--seconds S]</c>.</summary>
/// <param name="Benchmark">"train", "predict", "latency", ...</param>
/// <param name="Threads">Threads the engine may use.</param>
/// <param name="Seconds">Least measured time, after warm-up.</param>
internal sealed record BenchmarkOptions(string Benchmark, int Threads, double Seconds)
{
    /// <summary>Two, because the figures to compare with were taken on machines with two cores.</summary>
    public const int DefaultThreads = 2;

    /// <summary>Long enough for a steady state: some 10 training steps of the slowest engine.</summary>
    public const double DefaultSeconds = 3;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">The command line cannot be read; the message says what would do.</exception>
    public static BenchmarkOptions Parse(ReadOnlySpan<string> arguments, params ReadOnlySpan<string> benchmarks)
    {
        string usage = $"expected one of {string.Join(", ", benchmarks)}, then [--threads N] [--seconds S]";
        if (arguments.Length == 0 || !benchmarks.Contains(arguments[0]) || arguments.Length % 2 == 0)
            throw new ArgumentException(usage);

        BenchmarkOptions options = new(arguments[0], DefaultThreads, DefaultSeconds);
        for (int i = 1; i < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out int threads) && threads > 0 => options with { Threads = threads },
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => options with { Seconds = seconds },
                _ => throw new ArgumentException($"{arguments[i]} {value}: {usage}"),
            };
        }

        return options;
    }
}
