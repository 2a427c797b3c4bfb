using System.Globalization;
using Receptive.Benchmarks.Common;

namespace Receptive.Benchmarks.Comparison;

/// <summary>
/// Runs the competitors in turn, one process at a time, A B C A B C: a change of the machine's speed during the contest
/// meets all of them alike.
/// </summary>
internal sealed class Contest
{
    /// <summary>
    /// The benchmarks and the peers that are asked for each. Latency of libtorch is taken tuned alone: with one image
    /// its memory is too small for the tuning to matter.
    /// </summary>
    private static readonly (string Benchmark, string[] Peers)[] Program =
    [
        ("train", ["libtorch", "libtorch-tuned"]),
        ("predict", ["libtorch", "libtorch-tuned", "onnxruntime"]),
        ("latency", ["libtorch-tuned", "onnxruntime"]),
    ];

    /// <summary>How far two engines' probabilities may be apart: rounding, and no more.</summary>
    private const float Tolerance = 1e-5f;

    private readonly ComparisonOptions _options;
    private readonly Competitor _ours = Competitors.Ours();
    private readonly List<Competitor> _peers = [];
    private readonly List<string> _failures = [];
    private readonly List<double> _loads = [];
    private readonly Dictionary<(string Benchmark, string Competitor), List<BenchmarkResult>> _results = [];

    public Contest(ComparisonOptions options)
    {
        _options = options;
        TryAdd(() => Competitors.LibTorch(options.Threads));
        TryAdd(() => [Competitors.OnnxRuntime()]);
    }

    /// <summary>Why peers are missing or wrong, one line each; empty when all went well.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The share of the processors that others used, at most, when a round began; 0 where the system does not tell.</summary>
    public double OthersLoad => _loads.DefaultIfEmpty().Max();

    /// <summary>The benchmark and peer of each row that was measured, in the program's order.</summary>
    public IEnumerable<(string Benchmark, string Peer)> Rows =>
        from entry in Program from peer in entry.Peers where _results.ContainsKey((entry.Benchmark, peer)) select (entry.Benchmark, peer);

    /// <summary>What a competitor did in a benchmark, one result a round.</summary>
    public IReadOnlyList<BenchmarkResult> Results(string benchmark, string competitor) => _results[(benchmark, competitor)];

    public IReadOnlyList<BenchmarkResult> Ours(string benchmark) => Results(benchmark, _ours.Name);

    /// <summary>All rounds.</summary>
    /// <exception cref="BenchmarkFailedException">Our own side failed; without it there is nothing to compare.</exception>
    public void Run()
    {
        for (int round = 1; round <= _options.Rounds; round++)
        {
            if (MachineLoad.Sample() is { } load)
                _loads.Add(load);
            Measure(round, "peak", _ours);
            foreach ((string benchmark, string[] peers) in Program)
            {
                Measure(round, benchmark, _ours);
                foreach (Competitor peer in _peers.Where(peer => peers.Contains(peer.Name)).ToArray())
                    MeasurePeer(round, benchmark, peer);
            }
        }

        CheckAgreement();
    }

    private void MeasurePeer(int round, string benchmark, Competitor peer)
    {
        try
        {
            Measure(round, benchmark, peer);
        }
        catch (BenchmarkFailedException error)
        {
            _failures.Add(error.Message);
            _peers.Remove(peer);
        }
    }

    private void Measure(int round, string benchmark, Competitor competitor)
    {
        string seconds = _options.Seconds.ToString(CultureInfo.InvariantCulture);
        BenchmarkResult result = competitor.Run(benchmark, "--threads", $"{_options.Threads}", "--seconds", seconds);
        if (!_results.TryGetValue((benchmark, competitor.Name), out List<BenchmarkResult>? results))
            _results[(benchmark, competitor.Name)] = results = [];
        results.Add(result);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"round {round}/{_options.Rounds}  {benchmark,-8} {competitor.Name,-15} {result.Value,12:N3} {result.Unit,-9} {result.Settings}"));
    }

    /// <summary>All engines were given the same weights and the same image: a different answer is a different model.</summary>
    private void CheckAgreement()
    {
        float[]? ours = Ours("predict")[0].Probabilities;
        foreach (Competitor peer in _peers.Where(peer => _results.ContainsKey(("predict", peer.Name))))
        {
            float[]? theirs = Results("predict", peer.Name)[0].Probabilities;
            float apart = ours is null || theirs is null ? float.NaN : ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
            if (!(apart <= Tolerance))
                _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{peer.Name}: its probabilities are {apart} from ours, expected at most {Tolerance}: not the same model"));
        }
    }

    private void TryAdd(Func<IReadOnlyList<Competitor>> find)
    {
        try
        {
            _peers.AddRange(find());
        }
        catch (BenchmarkFailedException error)
        {
            _failures.Add(error.Message);
        }
    }
}
