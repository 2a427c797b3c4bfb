using System.CommandLine;
using System.Text.Json.Nodes;
using Receptive.Cli.CommandLine;
using Receptive.Data;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive evaluate</c>: how well a model does on a dataset's test images.</summary>
internal sealed class EvaluateCommand : CliCommand
{
    private readonly Argument<string?> _model = CommonOptions.Model("A model file (.keras, .h5).");
    private readonly Option<string?> _dataset = DatasetSource.Option();
    private readonly Option<string?> _data = DatasetSource.FolderOption();
    private readonly NumberOption _batchSize = CommonOptions.BatchSize(NotebookModel.BatchSize);
    private readonly NumberOption _threads = CommonOptions.Threads();
    private readonly NumberOption _testSize = new("--test-size", "Use only the first N test images.", 1);
    private readonly Option<string?> _json = CommonOptions.Json();

    public EvaluateCommand()
        : base("evaluate", "Measure a model on a dataset's test images: loss, accuracy, classification report, confusion matrix.")
    {
        Add(_model);
        Add(_dataset);
        Add(_data);
        Add(_batchSize);
        Add(_threads);
        Add(_testSize);
        Add(_json);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["MODEL --dataset DATASET [options]"];

    public override IReadOnlyList<string> Examples => ["receptive evaluate runs/mnist/model.keras --dataset mnist"];

    public override int Run(ParseResult arguments)
    {
        string modelFile = arguments.Required(_model);
        NamedDataset named = DatasetSource.Required(arguments, _dataset);
        var resultFile = new ResultFile(arguments.GetValue(_json));
        Model model = ModelSource.ForEvaluation(modelFile, arguments.GetValue(_threads));

        using var stop = new StopSignal();
        ImageDataset dataset = DatasetSource.Load(named, arguments.GetValue(_data), trainSize: 1, arguments.GetValue(_testSize), stop.Token);
        Console.WriteLine($"{dataset.TestLabels.FlattenedLength:N0} test images of {dataset.Name} (from {dataset.Source})");
        TestResult test = TestResult.Measure(model, dataset, arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize, stop.Token);
        test.Print(Console.Out);
        resultFile.Write(new JsonObject
        {
            ["dataset"] = dataset.Name,
            ["dataset_source"] = dataset.Source,
            ["test_loss"] = ResultFile.Number(test.Loss),
            ["test_accuracy"] = test.Accuracy,
            ["parameters"] = model.CountParameters(),
            ["weights_sha256"] = model.WeightsSha256(),
            ["peak_memory_bytes"] = PeakMemory.Bytes,
        });
        return 0;
    }
}
