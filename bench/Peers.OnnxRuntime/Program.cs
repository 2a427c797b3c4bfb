using Microsoft.ML.OnnxRuntime;
using Receptive.Benchmarks.Common;

namespace Peers.Onnx;

/// <summary>
/// ONNX Runtime on the notebook's model: <c>predict</c> in images a second, <c>latency</c> of one image in
/// milliseconds. One line of JSON on standard output.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        try
        {
            BenchmarkOptions options = BenchmarkOptions.Parse(arguments, "predict", "latency");
            byte[] model = OnnxModel.Create();
            Digits digits = Digits.Test();
            BenchmarkResult result = options.Benchmark == "predict" ? Predict(options, model, digits) : Latency(options, model, digits);
            Console.WriteLine(result.ToJson());
            return 0;
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine($"Peers.OnnxRuntime: {error.Message}");
            return 1;
        }
    }

    private static BenchmarkResult Predict(BenchmarkOptions options, byte[] model, Digits digits)
    {
        int batch = Measure.Fastest(NotebookModel.PredictionBatches, candidate => new Prediction(model, options.Threads, digits, candidate));
        using Prediction prediction = new(model, options.Threads, digits, batch);
        double rate = Measure.Throughput(prediction.Step, options.Seconds);
        return Result(options, rate, "images/s", $"batch {batch}", digits) with
        {
            Probabilities = prediction.Probabilities[..NotebookModel.Classes],
        };
    }

    private static BenchmarkResult Latency(BenchmarkOptions options, byte[] model, Digits digits)
    {
        using Prediction prediction = new(model, options.Threads, digits, 1);
        double milliseconds = Measure.MedianMilliseconds(() => prediction.Step(), options.Seconds);
        return Result(options, milliseconds, "ms", "one image", digits);
    }

    private static BenchmarkResult Result(BenchmarkOptions options, double value, string unit, string settings, Digits digits) =>
        new(options.Benchmark, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}", value, unit, options.Threads, settings, digits.Source);
}
