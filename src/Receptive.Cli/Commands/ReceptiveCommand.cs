using System.CommandLine;
using System.Reflection;
using Receptive.Cli.CommandLine;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive</c> itself: knows the commands.</summary>
internal sealed class ReceptiveCommand : CliCommand
{
    private readonly Option<bool> _version = new("--version") { Description = "Show the version." };

    public ReceptiveCommand()
        : base("receptive", "Deep learning for images: train, evaluate, ask and look into Keras-class models.")
    {
        Add(new TrainCommand());
        Add(new EvaluateCommand());
        Add(new PredictCommand());
        Add(new SummaryCommand());
        Add(new ExplainCommand());
        Add(new PlotCommand());
        Add(new ReportCommand());
        Add(_version);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["COMMAND [options]"];

    public override IReadOnlyList<string> Examples => ["receptive train mnist", "receptive train --help"];

    public override int Run(ParseResult arguments)
    {
        if (arguments.GetValue(_version)) Console.WriteLine(typeof(ReceptiveCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        else HelpPage.Print(this, Console.Out);
        return 0;
    }
}
