using System.Diagnostics;
using System.Text;

namespace Receptive.Cli.Tests;

/// <summary>What a run of the command left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output.</summary>
    public string[] Lines => Output.Split('\n');

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>Runs the built command as people do: a process of its own.</summary>
internal static class Cli
{
    /// <summary>Long enough for a training on a machine that does other things; a hang ends here.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    public static string Executable { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Receptive.Cli.exe" : "Receptive.Cli");

    public static CliResult Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    public static CliResult Run(string folder, Dictionary<string, string?> environment, params string[] arguments)
    {
        using Process process = Start(folder, environment, arguments);
        return WaitFor(process);
    }

    public static Process Start(string folder, Dictionary<string, string?> environment, params string[] arguments) =>
        StartProgram(Executable, folder, environment, arguments);

    /// <summary>Another program, such as a shell, with the environment that the command gets.</summary>
    public static Process StartProgram(string program, string folder, Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // What the person who runs the tests has set must not decide over them.
        start.Environment.Remove("RECEPTIVE_DATA");
        start.Environment.Remove("RECEPTIVE_STACK_TRACE");
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static CliResult WaitFor(Process process, string outputSoFar = "")
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The command did not end within {s_patience}.\n{outputSoFar}{output.Result}\n{error.Result}");
        }

        return new CliResult(process.ExitCode, outputSoFar + output.Result, error.Result);
    }
}
