using System.CommandLine;
using Receptive.Callbacks;
using Receptive.Cli.CommandLine;
using Receptive.Diagnostics;
using Receptive.Plotting;
using Receptive.Terminal;

namespace Receptive.Cli.Commands;

/// <summary><c>receptive plot</c>: the curves of a training from what it left on disk, long after the run or while it goes on.</summary>
internal sealed class PlotCommand : CliCommand
{
    private readonly Argument<string?> _run = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The folder that a training wrote to, or its history.csv (Keras' CSVLogger writes such files, too)." };
    private readonly Option<string[]> _metrics = new("--metric") { HelpName = "NAME", AllowMultipleArgumentsPerToken = false, Description = "What to draw, such as loss or accuracy; can be given several times (default: all there is)." };
    private readonly Option<string?> _title = new("--title") { HelpName = "TEXT", Description = "What stands above the picture." };
    private readonly Option<string?> _output = new("--output") { HelpName = "FILE", Description = "Where to write the picture, .png or .svg (default: history.png beside the history)." };
    private readonly NumberOption _width = new("--width", "Width of the picture in pixels.", 100);

    public PlotCommand()
        : base("plot", "Draw the curves of a training from its history on disk, as a picture and as text.")
    {
        Add(_run);
        Add(_metrics);
        Add(_title);
        Add(_output);
        Add(_width);
        Add(Help);
    }

    public override IReadOnlyList<string> Usages => ["DIR [options]"];

    public override IReadOnlyList<string> Examples => ["receptive plot runs/mnist", "receptive plot runs/mnist --metric loss --output loss.svg"];

    public override int Run(ParseResult arguments)
    {
        string run = arguments.Required(_run);
        string file = Directory.Exists(run) ? Path.Combine(run, TrainingFolder.HistoryName) : run;
        if (!File.Exists(file)) throw new CommandException($"There is no history \"{file}\". `receptive train` leaves one in its output folder.");
        History history = History.LoadCsv(file);
        if (history.Epochs.Count == 0) throw new CommandException($"\"{file}\" has no epoch yet: there is nothing to draw.");

        string[] metrics = arguments.GetValue(_metrics) ?? [];
        if (metrics.Length == 0) metrics = [.. history.Metrics];
        string output = PictureFile.Check(arguments.GetValue(_output) ?? Path.Combine(Path.GetDirectoryName(file) ?? "", "history.png"));
        HistoryFigure figure = Plot.History(history, metrics);
        if (arguments.GetValue(_title) is { } title) figure = figure with { Title = title };
        figure.Save(output, arguments.GetValue(_width));

        foreach (string metric in metrics)
        {
            string[] curves = [.. new[] { metric, "val_" + metric }.Where(history.Contains)];
            // A metric of which nothing is finite has a picture, empty, but no text.
            if (curves.Any(name => history[name].Any(double.IsFinite)))
                Console.WriteLine(TerminalChart.Render([.. curves.Select(name => new TerminalChart.Curve(name, history[name]))], title: metric));
        }

        foreach (HealthFinding finding in TrainingReview.Of(history)) Console.WriteLine(finding);
        Console.WriteLine($"Picture: {output}");
        return 0;
    }
}
