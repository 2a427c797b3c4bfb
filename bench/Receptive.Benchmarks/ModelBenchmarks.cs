using System.Diagnostics;
using Receptive.Benchmarks.Common;

namespace Receptive.Benchmarks;

/// <summary>The notebook's model through the public API.</summary>
internal static class ModelBenchmarks
{
    /// <summary>More than any measurement takes: the clock stops the training.</summary>
    private const int ManyEpochs = 1_000;

    private static string Engine => $"Receptive {typeof(Sequential).Assembly.GetName().Version?.ToString(3)}, {Kernels.Simd.Level}";

    /// <summary>Images per second of <c>Fit</c>.</summary>
    public static BenchmarkResult Train(BenchmarkOptions options)
    {
        Digits digits = Digits.Training();
        Sequential model = OurModel.Create(options.Threads);
        TrainingClock clock = new(options.Seconds);
        model.Fit(OurModel.Images(digits), OurModel.Labels(digits), batchSize: NotebookModel.TrainingBatch, epochs: ManyEpochs, verbose: 0, callbacks: [clock]);
        double rate = clock.BatchesPerSecond * NotebookModel.TrainingBatch;
        return Result(options, rate, "images/s", $"batch {NotebookModel.TrainingBatch}", digits.Source) with
        {
            FlopsPerImage = OurModel.TrainingFlopsPerImage(model),
        };
    }

    /// <summary>Images per second of <c>Predict</c>.</summary>
    public static BenchmarkResult Predict(BenchmarkOptions options)
    {
        Digits digits = Digits.Test();
        Sequential model = OurModel.Create(options.Threads);
        int batch = Measure.Fastest(NotebookModel.PredictionBatches, candidate => new Prediction(model, digits, candidate));
        using Prediction prediction = new(model, digits, batch);
        double rate = Measure.Throughput(prediction.Step, options.Seconds);
        return Result(options, rate, "images/s", $"batch {batch}", digits.Source) with
        {
            Probabilities = prediction.Probabilities[..NotebookModel.Classes],
        };
    }

    /// <summary>Milliseconds of <c>Predict</c> for one image.</summary>
    public static BenchmarkResult Latency(BenchmarkOptions options)
    {
        Digits digits = Digits.Test();
        int threads = Measure.Fastest(Enumerable.Range(1, options.Threads), candidate => new Prediction(OurModel.Create(candidate), digits, 1));
        using Prediction prediction = new(OurModel.Create(threads), digits, 1);
        double milliseconds = Measure.MedianMilliseconds(() => prediction.Step(), options.Seconds);
        return Result(options, milliseconds, "ms", $"threads {threads}", digits.Source);
    }

    /// <summary>Milliseconds from the start of the process to the end of the first training step.</summary>
    public static BenchmarkResult Startup(BenchmarkOptions options)
    {
        DateTime start = Process.GetCurrentProcess().StartTime;
        double SinceStart() => (DateTime.Now - start).TotalMilliseconds;

        double main = SinceStart();
        Sequential model = OurModel.Create(options.Threads);
        double made = SinceStart();
        float[] pixels = new float[NotebookModel.TrainingBatch * NotebookModel.ImageSize];
        Digits blank = new(pixels, new byte[NotebookModel.TrainingBatch], "none");
        model.Predict(pixels.AsSpan(0, NotebookModel.ImageSize), new float[NotebookModel.Classes]);
        double predicted = SinceStart();
        model.Fit(OurModel.Images(blank), OurModel.Labels(blank), batchSize: NotebookModel.TrainingBatch, verbose: 0);
        double trained = SinceStart();
        string settings = FormattableString.Invariant($"after {main:F0} ms Main, {made:F0} the model, {predicted:F0} one prediction, {trained:F0} a training step");
        return Result(options, trained, "ms", settings, blank.Source);
    }

    private static BenchmarkResult Result(BenchmarkOptions options, double value, string unit, string settings, string data) =>
        new(options.Benchmark, Engine, value, unit, options.Threads, settings, data);
}
