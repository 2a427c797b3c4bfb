using Receptive.Kernels;

namespace Receptive.Benchmarks.Comparison;

/// <summary>Who takes part: found in the build's output, started in the way each needs on this machine.</summary>
internal static class Competitors
{
    /// <summary>
    /// Makes glibc keep memory it has been given back. libtorch allocates its activations anew in every step, and
    /// first touches of fresh pages are slow on virtual machines: with this it is up to three times as fast.
    /// </summary>
    private static readonly Dictionary<string, string> Tuning = new()
    {
        ["MALLOC_MMAP_THRESHOLD_"] = "4000000000",
        ["MALLOC_TRIM_THRESHOLD_"] = "100000000000",
    };

    public static Competitor Ours() =>
        new("ours", ["dotnet", typeof(Competitors).Assembly.Location], new Dictionary<string, string>());

    /// <summary>ONNX Runtime; it has no switch for the vector width.</summary>
    /// <exception cref="BenchmarkFailedException">It is not built or does not run.</exception>
    public static Competitor OnnxRuntime()
    {
        Competitor competitor = new("onnxruntime", ["dotnet", Program("Peers.OnnxRuntime")], new Dictionary<string, string>());
        competitor.Run("probe");
        return competitor;
    }

    /// <summary>
    /// libtorch as it comes and tuned. Where its binding does not load (it wants GLIBCXX_3.4.32, which Debian 12 has
    /// not), it is started through the tool that provides a newer system.
    /// </summary>
    /// <exception cref="BenchmarkFailedException">libtorch runs neither directly nor through the tool.</exception>
    public static IReadOnlyList<Competitor> LibTorch(int threads)
    {
        Dictionary<string, string> plain = new() { ["OMP_NUM_THREADS"] = $"{threads}" };

        // The width follows ours, so that a machine with AVX-512 can stand in for one with AVX2.
        if (Simd.Level <= SimdLevel.Vector256)
        {
            plain["ATEN_CPU_CAPABILITY"] = "avx2";
            plain["DNNL_MAX_CPU_ISA"] = "AVX2";
        }

        string[] command = ["dotnet", Program("Peers.TorchSharp")];
        if (!Works(new Competitor("libtorch", command, plain)))
        {
            string tool = Path.GetFullPath(Path.Combine("..", "shared", "tools", "in-trixie"));
            if (!File.Exists(tool))
                throw new BenchmarkFailedException($"libtorch: its binding does not load on this system, and there is no {tool} to provide a newer one");
            command = [tool, .. command];
            new Competitor("libtorch", command, plain).Run("probe");
        }

        return
        [
            new Competitor("libtorch", command, plain),
            new Competitor("libtorch-tuned", command, plain.Concat(Tuning).ToDictionary()),
        ];
    }

    private static bool Works(Competitor competitor)
    {
        try
        {
            competitor.Run("probe");
            return true;
        }
        catch (BenchmarkFailedException)
        {
            return false;
        }
    }

    /// <summary>Where bench/compare builds the peers, below the repository it starts us in.</summary>
    private static string Program(string project)
    {
        string path = Path.GetFullPath(Path.Combine("artifacts", "bench", project, $"{project}.dll"));
        return File.Exists(path) ? path : throw new BenchmarkFailedException($"{project}: not built, {path} is missing; start with bench/compare");
    }
}
