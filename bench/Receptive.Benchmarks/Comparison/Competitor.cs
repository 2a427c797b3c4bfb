using System.Diagnostics;
using Receptive.Benchmarks.Common;

namespace Receptive.Benchmarks.Comparison;

/// <summary>One engine under one set of environment variables: a program that prints a <see cref="BenchmarkResult"/>.</summary>
/// <param name="Name">"ours", "libtorch", "libtorch-tuned" or "onnxruntime".</param>
/// <param name="Command">The program and the arguments that come before the benchmark's own.</param>
/// <param name="Environment">Variables set for it in addition to ours.</param>
internal sealed record Competitor(string Name, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Runs one benchmark in a process of its own.</summary>
    /// <exception cref="BenchmarkFailedException">It could not be started, failed, or printed no result.</exception>
    public BenchmarkResult Run(params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new(Command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in Command.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string variable, string value) in Environment)
            start.Environment[variable] = value;

        using Process process = Start(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string? line = output.Split('\n').LastOrDefault(candidate => candidate.StartsWith('{'));
        if (process.ExitCode != 0 || line is null)
            throw new BenchmarkFailedException($"{Name}: {LastLine(errors.Result) ?? $"exit code {process.ExitCode} and no result"}");
        return BenchmarkResult.FromJson(line);
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new BenchmarkFailedException($"{Name}: {Command[0]} did not start");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new BenchmarkFailedException($"{Name}: {error.Message}");
        }
    }

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}

/// <summary>A benchmark program gave no result; the message is one line that says why.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message);
