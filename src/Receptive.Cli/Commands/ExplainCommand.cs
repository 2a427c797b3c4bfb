using System.CommandLine;
using Receptive.Cli.CommandLine;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive explain</c>: how a model is computed, and where the time goes.</summary>
internal sealed class ExplainCommand : CliCommand
{
    /// <summary>Runs whose median is shown: enough to leave out a hiccup, few enough to wait for.</summary>
    private const int Repetitions = 10;

    private readonly Argument<string?> _model = CommonOptions.Model("A model file (.keras, .h5), or \"notebook\": the network that train trains.");
    private readonly NumberOption _batchSize = CommonOptions.BatchSize(NotebookModel.BatchSize);
    private readonly NumberOption _threads = CommonOptions.Threads();

    public ExplainCommand()
        : base("explain", "Print how a training step is computed: its graph, the compiled program, time and GFLOP/s of each step.")
    {
        Add(_model);
        Add(_batchSize);
        Add(_threads);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["MODEL [options]"];

    public override IReadOnlyList<string> Examples => ["receptive explain notebook --batch-size 200"];

    public override int Run(ParseResult arguments)
    {
        Model model = ModelSource.NotebookOrFile(arguments.Required(_model));
        if (arguments.GetValue(_threads) is { } threads) model.Threads = threads;
        Console.Write(model.Explain(arguments.GetValue(_batchSize) ?? NotebookModel.BatchSize, Repetitions));
        return 0;
    }
}
