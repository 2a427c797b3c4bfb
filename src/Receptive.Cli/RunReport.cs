using System.Globalization;
using Receptive.Callbacks;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Kernels;
using Receptive.Plotting;
using Receptive.Reports;

namespace Receptive.Cli;

/// <summary>What a training tells about itself when it is over: what stands out, and everything on a page.</summary>
internal sealed class RunReport
{
    private readonly Model _model;
    private readonly ImageDataset _dataset;
    private readonly TestResult _test;
    private readonly RunHealth _health;

    public RunReport(Model model, ImageDataset dataset, TestResult test, RunHealth health) =>
        (_model, _dataset, _test, _health) = (model, dataset, test, health);

    /// <summary>The training.</summary>
    public required History History { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images a second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>What the run was asked for.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>Prints what is off, a line each; nothing if all is as it should be.</summary>
    public void PrintFindings(TextWriter output)
    {
        HealthFinding[] findings =
        [
            .. TrainingReview.Of(History, _test.Accuracy, KnownResult.For(_dataset.Name), _dataset.ClassNames.Count), .. _health.Findings(), .. _health.TimeFindings(),
        ];
        if (findings.Length > 0) output.WriteLine();
        foreach (HealthFinding finding in findings) output.WriteLine(finding);
    }

    /// <summary>Writes the page. A training is not lost by it: what goes wrong is a line on standard error.</summary>
    /// <returns>Whether it was written.</returns>
    public bool Write(string path)
    {
        try
        {
            TrainingReport.Write(path, _test.ToReport(_model, _dataset) with
            {
                Title = $"Training on {_dataset.Name}",
                History = History,
                Health = _health,
                Settings =
                [
                    KeyValuePair.Create("dataset", _dataset.ToString()),
                    .. Settings,
                    KeyValuePair.Create("threads", _model.Threads.ToString(CultureInfo.InvariantCulture) + " (the result does not depend on it)"),
                    KeyValuePair.Create("vectors", Simd.Level.ToString() + " (the result does not depend on it)"),
                ],
                TrainSeconds = Seconds,
                ImagesPerSecond = ImagesPerSecond,
                PeakMemoryBytes = PeakMemory.Bytes,
            });
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TypeInitializationException or DllNotFoundException)
        {
            Console.Error.WriteLine($"receptive: the report was not written: {Failure.Describe(e)}");
            return false;
        }
    }
}
