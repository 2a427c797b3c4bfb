using Microsoft.ML.OnnxRuntime;
using Receptive.Benchmarks.Common;

namespace Peers.Onnx;

/// <summary>
/// ONNX Runtime on the notebook's model: <c>predict</c> in images per second, <c>latency</c> of one image in
/// milliseconds, <c>probe</c> to see that it loads. One line of JSON on standard output.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        try
        {
            BenchmarkOptions options = BenchmarkOptions.Parse(arguments, "probe", "predict", "latency");
            BenchmarkResult result = options.Benchmark switch
            {
                "probe" => Result(options, 1, "works", string.Empty, "none"),
                "predict" => Predict(options),
                _ => Latency(options),
            };
            Console.WriteLine(result.ToJson());
            return 0;
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine($"Peers.OnnxRuntime: {error.Message}");
            return 1;
        }
    }

    private static BenchmarkResult Predict(BenchmarkOptions options)
    {
        byte[] model = OnnxModel.Create();
        Digits digits = Digits.Test();
        int batch = Measure.Fastest(NotebookModel.PredictionBatches, candidate => new Prediction(model, options.Threads, digits, candidate));
        using Prediction prediction = new(model, options.Threads, digits, batch);
        double rate = Measure.Throughput(prediction.Step, options.Seconds);
        return Result(options, rate, "images/s", $"batch {batch}", digits.Source) with
        {
            Probabilities = prediction.Probabilities[..NotebookModel.Classes],
        };
    }

    private static BenchmarkResult Latency(BenchmarkOptions options)
    {
        Digits digits = Digits.Test();
        byte[] model = OnnxModel.Create();
        int threads = Measure.Fastest(Enumerable.Range(1, options.Threads), candidate => new Prediction(model, candidate, digits, 1));
        using Prediction prediction = new(model, threads, digits, 1);
        double milliseconds = Measure.MedianMilliseconds(() => prediction.Step(), options.Seconds);
        return Result(options, milliseconds, "ms", $"threads {threads}", digits.Source);
    }

    private static BenchmarkResult Result(BenchmarkOptions options, double value, string unit, string settings, string data) =>
        new(options.Benchmark, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}", value, unit, options.Threads, settings, data);
}
