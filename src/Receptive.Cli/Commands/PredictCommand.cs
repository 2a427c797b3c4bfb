using System.CommandLine;
using Receptive.Cli.CommandLine;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive predict</c>: asks a model about pictures, or about arrays in a file.</summary>
internal sealed class PredictCommand : CliCommand
{
    private readonly Argument<string?> _model = CommonOptions.Model("A model file (.keras, .h5).");
    private readonly Argument<string[]> _images = new("IMAGE") { Arity = ArgumentArity.ZeroOrMore, Description = "A picture: PNG, JPEG or BMP, any size. For models of 28x28 grey pixels a digit is looked for on it, white on black or black on white." };
    private readonly Option<string?> _input = new("--input") { HelpName = "IN.npz", Description = "Arrays x0, x1, ... to predict for, each a batch of the model's inputs." };
    private readonly Option<string?> _output = new("--output") { HelpName = "OUT.npz", Description = "Where to write the outputs: y0 for x0, y1 for x1, ..." };
    private readonly Option<bool> _resize = ImagePrediction.ResizeOption();
    private readonly NumberOption _batchSize = CommonOptions.BatchSize(NotebookModel.BatchSize);
    private readonly NumberOption _threads = CommonOptions.Threads();

    public PredictCommand()
        : base("predict", "Ask a model: class and probability for pictures, or outputs for arrays in a file.")
    {
        Add(_model);
        Add(_images);
        Add(_input);
        Add(_output);
        Add(_resize);
        Add(_batchSize);
        Add(_threads);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["MODEL IMAGE... [options]", "MODEL --input IN.npz --output OUT.npz [options]"];

    public override IReadOnlyList<string> Examples =>
    [
        "receptive predict runs/mnist/model.keras seven.png",
        "receptive predict runs/mnist/model.keras --input x.npz --output y.npz",
    ];

    public override int Run(ParseResult arguments)
    {
        string modelFile = arguments.Required(_model);
        string[] images = arguments.GetValue(_images) ?? [];
        string? input = arguments.GetValue(_input), output = arguments.GetValue(_output);
        if (input is null != output is null) throw UsageCheck.Wrong(this, "--input and --output go together.");
        if (input is null && images.Length == 0) throw UsageCheck.Wrong(this, "There is nothing to predict for: give pictures, or --input and --output.");
        if (input is not null && images.Length > 0) throw UsageCheck.Wrong(this, "Give pictures, or --input and --output, but not both.");

        Model model = ModelSource.File(modelFile);
        if (arguments.GetValue(_threads) is { } threads) model.Threads = threads;
        int batchSize = arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize;
        using var stop = new StopSignal();
        if (input is null) return ImagePrediction.Run(model, images, arguments.GetValue(_resize), stop.Token) ? 0 : 1;
        ArrayPrediction.Run(model, input, output!, batchSize, stop.Token);
        return 0;
    }
}
