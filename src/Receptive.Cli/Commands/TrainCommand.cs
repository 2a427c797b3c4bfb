using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Receptive.Callbacks;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Diagnostics;
using Receptive.Kernels;
using Receptive.Plotting;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive train</c>: the course notebook's job, from getting the images to the classification report.</summary>
internal sealed class TrainCommand : CliCommand
{
    private const int UsualEpochs = 30;
    private const int Patience = 10;
    private const int HealthSample = 128;

    private readonly Argument<string?> _dataset = DatasetSource.Argument();
    private readonly Option<string?> _data = DatasetSource.FolderOption();
    private readonly NumberOption _epochs = new("--epochs", $"How many times to go through the images at most (default {UsualEpochs}); training stops earlier when val_loss has not improved for {Patience} epochs.", 1);
    private readonly NumberOption _batchSize = new("--batch-size", $"Images a training step (default {NotebookModel.BatchSize}).", 1);
    private readonly NumberOption _seed = new("--seed", "Seed of everything random (default 0). The same seed gives the same weights to the last bit, on any machine.", 0);
    private readonly NumberOption _threads = CommonOptions.Threads();
    private readonly NumberOption _trainSize = new("--train-size", "Use only the first N training images, for a quick trial.", 1);
    private readonly NumberOption _testSize = new("--test-size", "Use only the first N test images, for a quick trial.", 1);
    private readonly Option<string?> _output = new("--output") { HelpName = "DIR", Description = "Where to leave the models, history.csv and report.html (default runs/DATASET)." };
    private readonly Option<string?> _json = CommonOptions.Json();

    public TrainCommand()
        : base("train", "Train the course notebook's network on a dataset, keep the best model, and report how well it does, in the terminal and as a page.")
    {
        Add(_dataset);
        Add(_data);
        Add(_epochs);
        Add(_batchSize);
        Add(_seed);
        Add(_threads);
        Add(_trainSize);
        Add(_testSize);
        Add(_output);
        Add(_json);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["DATASET [options]"];

    public override IReadOnlyList<string> Examples =>
    [
        "receptive train mnist",
        "receptive train digits --epochs 1 --train-size 2000 --output runs/trial",
    ];

    public override int Run(ParseResult arguments)
    {
        NamedDataset named = Datasets.Find(arguments.Required(_dataset));
        var folder = new TrainingFolder(arguments.GetValue(_output) ?? Path.Combine("runs", named.Name));
        var resultFile = new ResultFile(arguments.GetValue(_json));
        using var stop = new StopSignal();
        ImageDataset dataset = DatasetSource.Load(
            named, arguments.GetValue(_data), arguments.GetValue(_trainSize), arguments.GetValue(_testSize), stop.Token);
        Console.WriteLine(dataset);

        int seed = arguments.GetValue(_seed) ?? 0, epochs = arguments.GetValue(_epochs) ?? UsualEpochs;
        RandomSeed.Set(seed);
        Sequential model = NotebookModel.Create();
        if (arguments.GetValue(_threads) is { } threads) model.Threads = threads;
        model.Summary();

        int batchSize = arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize;
        var checkpoint = new ModelCheckpoint(folder.BestModelTemplate, "val_loss", saveBestOnly: true);
        var early = new EarlyStopping("val_loss", patience: Patience, verbose: 1);
        var clock = new TrainingClock();
        var health = new RunHealth(dataset.Take(train: HealthSample, test: 1).XTrain);
        History history;
        long start = Stopwatch.GetTimestamp();
        try
        {
            history = model.Fit(
                Receptive.Examples.FromImages(dataset.TrainImages), dataset.YTrain, batchSize, epochs,
                callbacks: [clock, early, checkpoint, new CSVLogger(folder.History), health],
                validationData: (Receptive.Examples.FromImages(dataset.TestImages), dataset.YTest), cancellationToken: stop.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new StoppedException(WhatIsLeft(checkpoint, early), e);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        model.Save(folder.Model);

        TestResult test = TestResult.Measure(model, dataset, batchSize, stop.Token);
        model.ReleaseMemory();
        test.Print(Console.Out);
        string hash = model.WeightsSha256();
        TrainingReportData report = test.ToReport(model, dataset) with
        {
            Title = $"Training on {dataset.Name}",
            History = history,
            Health = health,
            Settings =
            [
                KeyValuePair.Create("dataset", dataset.ToString()),
                KeyValuePair.Create("seed", seed.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("batch size", batchSize.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("epochs at most", epochs.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("early stopping", $"when val_loss has not improved for {Patience} epochs"),
                KeyValuePair.Create("optimizer", "Adam, learning rate 0.001"),
                KeyValuePair.Create("loss", "categorical cross-entropy"),
                KeyValuePair.Create("threads", $"{model.Threads} (the result does not depend on it)"),
                KeyValuePair.Create("vectors", $"{Simd.Level} (the result does not depend on it)"),
            ],
            TrainSeconds = seconds,
            ImagesPerSecond = clock.ImagesPerSecond,
            PeakMemoryBytes = PeakMemory.Bytes,
        };
        RunReport.PrintFindings(report, Console.Out);
        bool reported = RunReport.Write(report, folder.Report);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            Trained for {seconds:0.0} s, {clock.ImagesPerSecond:#,##0} images/s.
            SHA-256 of the weights: {hash}

            Model:      {folder.Model}
            Best epoch: {folder.BestModel} (epoch {early.BestEpoch + 1}, val_loss {early.Best:0.0000})
            History:    {folder.History}
            """));
        if (reported) Console.WriteLine($"Report:     {folder.Report}");
        resultFile.Write(new JsonObject
        {
            ["dataset"] = dataset.Name,
            ["dataset_source"] = dataset.Source,
            ["epochs_run"] = clock.Epochs,
            ["test_loss"] = ResultFile.Number(test.Loss),
            ["test_accuracy"] = test.Accuracy,
            ["train_seconds"] = seconds,
            ["images_per_second"] = clock.ImagesPerSecond,
            ["parameters"] = model.CountParameters(),
            ["weights_sha256"] = hash,
            ["peak_memory_bytes"] = PeakMemory.Bytes,
        });
        return 0;
    }

    private static string WhatIsLeft(ModelCheckpoint checkpoint, EarlyStopping early) => checkpoint.LastSavedPath is { } path
        ? string.Create(CultureInfo.InvariantCulture, $"stopped; the best model so far is {path} (epoch {early.BestEpoch + 1}, val_loss {early.Best:0.0000}).")
        : "stopped before the first epoch was over, so there is no model to keep.";
}
