using System.CommandLine;

namespace Receptive.Cli.CommandLine;

/// <summary>Options and arguments that several commands have, spelled and explained alike.</summary>
internal static class CommonOptions
{
    /// <summary>MODEL, which is checked by <see cref="ModelSource"/>.</summary>
    public static Argument<string?> Model(string description) => new("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = description };

    public static NumberOption BatchSize(int usual) => new("--batch-size", $"How many images are computed at once (default {usual}).", 1);

    public static NumberOption Threads() => new("--threads", "How many threads to use (default: as many as processors). Results do not depend on it.", 1, Receptive.Model.MostThreads);

    public static Option<string?> Json() => new("--json") { HelpName = "FILE", Description = "Write the results to a file as JSON, too." };

    /// <summary>The value of an argument that the command cannot do without.</summary>
    /// <exception cref="CommandException">It is missing.</exception>
    public static string Required(this ParseResult arguments, Argument<string?> argument) => arguments.GetValue(argument)
        ?? throw UsageCheck.Wrong(arguments.CommandResult.Command, $"{argument.Name} is missing: {HelpPage.Path(arguments.CommandResult.Command)} {((CliCommand)arguments.CommandResult.Command).Usages[0]}.");
}
