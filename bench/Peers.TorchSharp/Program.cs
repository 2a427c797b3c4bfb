using Receptive.Benchmarks.Common;
using static TorchSharp.torch;

namespace Peers.Torch;

/// <summary>
/// libtorch through TorchSharp on the notebook's model: <c>train</c> and <c>predict</c> in images per second,
/// <c>latency</c> of one image in milliseconds, <c>probe</c> to see that libtorch loads. One line of JSON on standard
/// output.
/// </summary>
internal static class Program
{
    private static string Engine => $"libtorch {__version__} through TorchSharp";

    public static int Main(string[] arguments)
    {
        try
        {
            BenchmarkOptions options = BenchmarkOptions.Parse(arguments, "probe", "train", "predict", "latency");
            LibTorch.Load();
            set_num_threads(options.Threads);
            random.manual_seed(1);
            BenchmarkResult result = options.Benchmark switch
            {
                "probe" => new BenchmarkResult("probe", Engine, 1, "works", options.Threads, string.Empty, "none"),
                "train" => Train(options),
                "predict" => Predict(options),
                _ => Latency(options),
            };
            Console.WriteLine(result.ToJson());
            return 0;
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine($"Peers.TorchSharp: {error.Message}");
            return 1;
        }
        catch (DllNotFoundException error)
        {
            Console.Error.WriteLine($"Peers.TorchSharp: libtorch does not load on this system: {error.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static BenchmarkResult Train(BenchmarkOptions options)
    {
        Digits digits = Digits.Training();
        Layout layout = Measure.Fastest(Enum.GetValues<Layout>(), candidate => new Training(candidate, digits));
        using Training training = new(layout, digits);
        double rate = Measure.Throughput(training.Step, options.Seconds);
        return Result(options, rate, "images/s", $"batch {NotebookModel.TrainingBatch}, {Name(layout)}", digits);
    }

    private static BenchmarkResult Predict(BenchmarkOptions options)
    {
        Digits digits = Digits.Test();
        Layout layout = Measure.Fastest(Enum.GetValues<Layout>(), candidate => new Prediction(candidate, digits, NotebookModel.TrainingBatch));
        int batch = Measure.Fastest(NotebookModel.PredictionBatches, candidate => new Prediction(layout, digits, candidate));
        using Prediction prediction = new(layout, digits, batch);
        double rate = Measure.Throughput(prediction.Step, options.Seconds);
        return Result(options, rate, "images/s", $"batch {batch}, {Name(layout)}", digits) with
        {
            Probabilities = prediction.Probabilities[..NotebookModel.Classes],
        };
    }

    private static BenchmarkResult Latency(BenchmarkOptions options)
    {
        Digits digits = Digits.Test();
        IEnumerable<(Layout layout, int threads)> candidates = from layout in Enum.GetValues<Layout>() from threads in Enumerable.Range(1, options.Threads) select (layout, threads);
        (Layout layout, int threads) best = Measure.Fastest(candidates, candidate =>
        {
            set_num_threads(candidate.threads);
            return new Prediction(candidate.layout, digits, 1);
        });
        set_num_threads(best.threads);
        using Prediction prediction = new(best.layout, digits, 1);
        double milliseconds = Measure.MedianMilliseconds(() => prediction.Step(), options.Seconds);
        return Result(options, milliseconds, "ms", $"{Name(best.layout)}, threads {best.threads}", digits);
    }

    private static BenchmarkResult Result(BenchmarkOptions options, double value, string unit, string settings, Digits digits) =>
        new(options.Benchmark, Engine, value, unit, options.Threads, settings, digits.Source);

    private static string Name(Layout layout) => layout == Layout.ChannelsLast ? "channels last" : "channels first";
}
