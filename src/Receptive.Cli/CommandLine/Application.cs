using System.CommandLine;
using Receptive.Cli.Commands;

namespace Receptive.Cli.CommandLine;

/// <summary>
/// From the words of a command line to an exit code: 0; 1 with one line on standard error; 128 and the signal's number
/// after Ctrl-C and its kin.
/// </summary>
/// <remarks>
/// System.CommandLine parses. Help, errors and running are our own: its errors take several lines, its help has no
/// examples, and compiling the two took longer than everything else <c>receptive --help</c> does.
/// </remarks>
internal static class Application
{
    public static int Run(string[] words)
    {
        try
        {
            var configuration = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
            ParseResult arguments = new ReceptiveCommand().Parse(words, configuration);
            var command = (CliCommand)arguments.CommandResult.Command;
            if (arguments.GetValue(command.Help))
            {
                HelpPage.Print(command, Console.Out);
                return 0;
            }

            UsageCheck.Check(arguments);
            return command.Run(arguments);
        }
        catch (OperationCanceledException e) when (StopSignal.ExitCode is { } code)
        {
            Console.Error.WriteLine($"receptive: {(e is StoppedException ? e.Message : "stopped")}");
            return code;
        }
#pragma warning disable CA1031 // Whatever happens, people see one line and no stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"receptive: {Failure.Describe(e)}");
            return 1;
        }
    }
}
