using System.CommandLine;
using Receptive.Cli.CommandLine;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive summary</c>: a model's layers with their output shapes and numbers of parameters.</summary>
internal sealed class SummaryCommand : CliCommand
{
    private readonly Argument<string?> _model = CommonOptions.Model("A model file (.keras, .h5), or \"notebook\": the network that train trains.");

    public SummaryCommand()
        : base("summary", "Print the layers of a model with their output shapes and numbers of parameters.")
    {
        Add(_model);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["MODEL"];

    public override IReadOnlyList<string> Examples => ["receptive summary notebook"];

    public override int Run(ParseResult arguments)
    {
        ModelSource.NotebookOrFile(arguments.Required(_model)).Summary();
        return 0;
    }
}
