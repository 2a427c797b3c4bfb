using System.Globalization;
using Receptive.Benchmarks.Common;

namespace Receptive.Benchmarks.Comparison;

/// <summary>The command line of <c>bench/compare</c>.</summary>
/// <param name="JsonPath">Where the figures are written as JSON; null for nowhere.</param>
/// <param name="Rounds">How often every competitor has its turn.</param>
/// <param name="Seconds">Least measured time of each turn.</param>
/// <param name="Threads">Threads every engine may use.</param>
internal sealed record ComparisonOptions(string? JsonPath, int Rounds, double Seconds, int Threads)
{
    private const int DefaultRounds = 5;
    private const string Usage = "expected [--json FILE] [--rounds N] [--seconds S] [--threads N]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">The command line cannot be read; the message says what would do.</exception>
    public static ComparisonOptions Parse(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length % 2 != 0)
            throw new ArgumentException(Usage);
        ComparisonOptions options = new(null, DefaultRounds, BenchmarkOptions.DefaultSeconds, BenchmarkOptions.DefaultThreads);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--json" => options with { JsonPath = value },
                "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out int rounds) && rounds > 0 => options with { Rounds = rounds },
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => options with { Seconds = seconds },
                "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out int threads) && threads > 0 => options with { Threads = threads },
                _ => throw new ArgumentException($"{arguments[i]} {value}: {Usage}"),
            };
        }

        return options;
    }
}
