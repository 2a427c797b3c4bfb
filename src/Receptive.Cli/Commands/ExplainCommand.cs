using System.CommandLine;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Explanations;
using Receptive.Plotting;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive explain</c>: why a model says what it says of a picture; or how a model is computed, and where the time goes.</summary>
internal sealed class ExplainCommand : CliCommand
{
    /// <summary>Runs whose median is shown: enough to leave out a hiccup, few enough to wait for.</summary>
    private const int Repetitions = 10;

    private readonly Argument<string?> _subject = new("SUBJECT")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "With --model, a picture: PNG, JPEG or BMP. Without, a model file (.keras, .h5), or \"notebook\": the network that train trains.",
    };

    private readonly Option<string?> _model = new("--model") { HelpName = "MODEL", Description = "The model whose prediction for the picture is explained." };
    private readonly Option<string?> _dataset = new("--dataset") { HelpName = "DATASET", Description = "Which dataset's names the classes have: " + DatasetSource.Known };
    private readonly Option<bool> _resize = ImagePrediction.ResizeOption();
    private readonly Option<string?> _output = new("--output") { HelpName = "FILE", Description = "Where to write the explanation's picture, .png or .svg (default: IMAGE-explained.png beside the image)." };
    private readonly NumberOption _batchSize = CommonOptions.BatchSize(NotebookModel.BatchSize);
    private readonly NumberOption _threads = CommonOptions.Threads();

    public ExplainCommand()
        : base("explain", "Explain what a model says of a picture; or how a model is computed: graph, compiled program, time and GFLOP/s of each step.")
    {
        Add(_subject);
        Add(_model);
        Add(_dataset);
        Add(_resize);
        Add(_output);
        Add(_batchSize);
        Add(_threads);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["IMAGE --model MODEL [options]", "MODEL [options]"];

    public override IReadOnlyList<string> Examples =>
    [
        "receptive explain seven.png --model runs/mnist/best.keras",
        "receptive explain notebook --batch-size 200",
    ];

    public override int Run(ParseResult arguments)
    {
        string subject = arguments.Required(_subject);
        string? modelFile = arguments.GetValue(_model);
        foreach (Option option in new Option[] { _dataset, _output, _resize })
        {
            if (modelFile is null && arguments.GetResult(option) is { Implicit: false })
                throw UsageCheck.Wrong(this, $"{option.Name} is for the explanation of a picture, which needs --model MODEL.");
        }

        if (modelFile is null && Path.GetExtension(subject).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".BMP")
            throw UsageCheck.Wrong(this, $"\"{subject}\" is a picture: say which model's prediction to explain, with --model MODEL.");

        Model model = modelFile is null ? ModelSource.NotebookOrFile(subject) : ModelSource.File(modelFile);
        if (arguments.GetValue(_threads) is { } threads) model.Threads = threads;
        if (modelFile is null) Console.Write(model.Explain(arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize, Repetitions));
        else ExplainPrediction(arguments, model, subject);
        return 0;
    }

    private void ExplainPrediction(ParseResult arguments, Model model, string image)
    {
        string output = PictureFile.Check(arguments.GetValue(_output) ?? Path.Combine(Path.GetDirectoryName(image) ?? "", Path.GetFileNameWithoutExtension(image) + "-explained.png"));
        IReadOnlyList<string>? names = arguments.GetValue(_dataset) is { } dataset ? Datasets.Find(dataset).ClassNames : null;
        PreparedImage prepared = ImagePrediction.Prepare(model, image, arguments.GetValue(_resize));
        float[] pixels = new float[prepared.Input.FlattenedLength];
        prepared.Input.FlattenTo(pixels);

        PredictionExplanation explanation = PredictionExplanation.Of(model, pixels, names);
        Plot.Explanation(explanation).Save(output);
        Console.WriteLine($"{image}: {prepared.Description}\n");
        Console.WriteLine(explanation.ToTerminal());
        Console.WriteLine($"{explanation}Picture: {output}");
    }
}
