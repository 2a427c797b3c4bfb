using System.CommandLine;
using System.CommandLine.Parsing;
using Receptive.Common;

namespace Receptive.Cli.CommandLine;

/// <summary>Finds what is wrong with a command line and says it in one sentence, with a guess at what was meant.</summary>
internal static class UsageCheck
{
    /// <exception cref="CommandException">The command line cannot be understood.</exception>
    public static void Check(ParseResult arguments)
    {
        Command command = arguments.CommandResult.Command;
        foreach (string word in arguments.UnmatchedTokens) throw Unexpected(command, word);

        // The parser takes an option it does not know for a value, where values may stand.
        foreach (Argument argument in command.Arguments)
        {
            foreach (Token token in arguments.GetResult(argument)?.Tokens ?? [])
            {
                if (LooksLikeOption(token.Value)) throw Unexpected(command, token.Value);
            }
        }

        // Without a command the help is shown; the parser calls it an error.
        if (command.Subcommands.Count > 0) return;
        if (arguments.Errors.Count > 0) throw Wrong(command, arguments.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} needs a value: {option.Option.Name} {option.Option.HelpName}.",
            OptionResult { Tokens.Count: > 1 } option => $"{option.Option.Name} was given {option.Tokens.Count} times; it can be given once.",
            _ => arguments.Errors[0].Message,
        });
    }

    /// <summary>The exception for a call that lacks something or has something wrong.</summary>
    public static CommandException Wrong(Command command, string what) => new($"{what} See {HelpPage.Path(command)} --help.");

    private static CommandException Unexpected(Command command, string word)
    {
        IEnumerable<string> known = LooksLikeOption(word)
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(subcommand => subcommand.Name);
        string kind = LooksLikeOption(word) ? "Unknown option" : command.Subcommands.Count > 0 ? "Unknown command" : "Unexpected word";
        string guess = Suggestion.Closest(word, known) is { } closest ? $" Did you mean {closest}?" : "";
        return Wrong(command, $"{kind} \"{word}\".{guess}");
    }

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-';
}
