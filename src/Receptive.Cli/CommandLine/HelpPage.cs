using System.CommandLine;

namespace Receptive.Cli.CommandLine;

/// <summary>The help page of a command: what it does, how it is called, its arguments and options, examples.</summary>
internal static class HelpPage
{
    private const int Width = 100;

    public static void Print(CliCommand command, TextWriter output)
    {
        output.WriteLine(command.Description);
        string path = Path(command);
        output.WriteLine("\nUsage:");
        foreach (string usage in command.Usages) output.WriteLine($"  {path} {usage}");

        var options = new List<(string, string?)>();
        foreach (Option option in command.Options) options.Add((Spelling(option), option.Description));
        Table("Commands", Rows(command.Subcommands, symbol => symbol.Name), output);
        Table("Arguments", Rows(command.Arguments, argument => argument.HelpName ?? argument.Name), output);
        Table("Options", options, output);

        output.WriteLine(command.Examples.Count == 1 ? "\nExample:" : "\nExamples:");
        foreach (string example in command.Examples) output.WriteLine($"  {example}");
    }

    /// <summary>The words that call a command: <c>receptive train</c>.</summary>
    public static string Path(Command command)
    {
        foreach (Symbol parent in command.Parents)
        {
            if (parent is Command above) return $"{Path(above)} {command.Name}";
        }

        return command.Name;
    }

    private static string Spelling(Option option)
    {
        string names = option.Name;
        foreach (string alias in option.Aliases)
        {
            if (alias.Length == 2 && alias != "-?") names = $"{alias}, {names}";
        }

        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    private static List<(string, string?)> Rows<T>(IEnumerable<T> symbols, Func<T, string> name)
        where T : Symbol
    {
        var rows = new List<(string, string?)>();
        foreach (T symbol in symbols) rows.Add((name(symbol), symbol.Description));
        return rows;
    }

    private static void Table(string title, List<(string Name, string? Description)> rows, TextWriter output)
    {
        if (rows.Count == 0) return;
        output.WriteLine($"\n{title}:");
        int column = 0;
        foreach ((string name, _) in rows) column = Math.Max(column, name.Length);
        foreach ((string name, string? description) in rows)
        {
            output.Write($"  {name.PadRight(column)}  ");
            WriteWrapped(description ?? "", indent: column + 4, output);
        }
    }

    private static void WriteWrapped(string text, int indent, TextWriter output)
    {
        int at = indent;
        bool first = true;
        foreach (string word in text.Split(' '))
        {
            if (!first && at + 1 + word.Length > Width)
            {
                output.WriteLine();
                output.Write(new string(' ', indent));
                at = indent;
                first = true;
            }

            if (!first) output.Write(' ');
            output.Write(word);
            at += word.Length + (first ? 0 : 1);
            first = false;
        }

        output.WriteLine();
    }
}
