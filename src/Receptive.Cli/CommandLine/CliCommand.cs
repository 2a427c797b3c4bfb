using System.CommandLine;

namespace Receptive.Cli.CommandLine;

/// <summary>A command: what it does and what its help page shows.</summary>
internal abstract class CliCommand : Command
{
    /// <param name="name">The word that calls it.</param>
    /// <param name="description">One sentence.</param>
    protected CliCommand(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>What follows the command's name: one line for each way to call it.</summary>
    public abstract IReadOnlyList<string> Usages { get; }

    /// <summary>Command lines that work as they stand.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Asks for the help page.</summary>
    public Option<bool> Help { get; } = new("--help", "-h", "-?") { Description = "Show this page." };

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public abstract int Run(ParseResult arguments);
}
