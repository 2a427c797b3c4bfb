using System.CommandLine;
using Receptive.Callbacks;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Plotting;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive report</c>: the report that a training leaves, for any model.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly Argument<string?> _model = CommonOptions.Model("A model file (.keras, .h5).");
    private readonly Option<string?> _dataset = DatasetSource.Option();
    private readonly Option<string?> _data = DatasetSource.FolderOption();
    private readonly Option<string?> _history = new("--history") { HelpName = "FILE", Description = "The training's history.csv (default: the one beside the model, if there is one)." };
    private readonly Option<string?> _output = new("--output") { HelpName = "FILE", Description = "Where to write the report (default: MODEL-report.html beside the model)." };
    private readonly Option<string?> _title = new("--title") { HelpName = "TEXT", Description = "The report's title." };
    private readonly NumberOption _batchSize = CommonOptions.BatchSize(NotebookModel.BatchSize);
    private readonly NumberOption _threads = CommonOptions.Threads();
    private readonly NumberOption _testSize = new("--test-size", "Use only the first N test images.", 1);

    public ReportCommand()
        : base("report", "Write a report on a model as one HTML file: results, mistakes, where it looks, filters, receptive fields, time.")
    {
        Add(_model);
        Add(_dataset);
        Add(_data);
        Add(_history);
        Add(_output);
        Add(_title);
        Add(_batchSize);
        Add(_threads);
        Add(_testSize);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["MODEL --dataset DATASET [options]"];

    public override IReadOnlyList<string> Examples => ["receptive report runs/mnist/best.keras --dataset mnist"];

    public override int Run(ParseResult arguments)
    {
        string modelFile = arguments.Required(_model);
        NamedDataset named = DatasetSource.Required(arguments, _dataset);
        Model model = ModelSource.ForEvaluation(modelFile, arguments.GetValue(_threads));
        string folder = Path.GetDirectoryName(modelFile) ?? "";
        string output = arguments.GetValue(_output) ?? Path.Combine(folder, Path.GetFileNameWithoutExtension(modelFile) + "-report.html");

        using var stop = new StopSignal();
        ImageDataset dataset = DatasetSource.Load(named, arguments.GetValue(_data), trainSize: 1, arguments.GetValue(_testSize), stop.Token);
        TestResult test = TestResult.Measure(model, dataset, arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize, stop.Token);
        TrainingReport.Write(output, test.ToReport(model, dataset) with
        {
            Title = arguments.GetValue(_title) ?? $"{Path.GetFileName(modelFile)} on {dataset.Name}",
            History = FindHistory(arguments.GetValue(_history), folder),
            PeakMemoryBytes = PeakMemory.Bytes,
        });
        Console.WriteLine($"Test accuracy {test.Accuracy:0.0000} on {dataset.TestLabels.FlattenedLength:N0} images of {dataset.Name}.\nReport: {output}");
        return 0;
    }

    private static History? FindHistory(string? asked, string folder)
    {
        if (asked is not null) return File.Exists(asked) ? History.LoadCsv(asked) : throw new CommandException($"--history: there is no file \"{asked}\".");
        string beside = Path.Combine(folder, TrainingFolder.HistoryName);
        return File.Exists(beside) ? History.LoadCsv(beside) : null;
    }
}
