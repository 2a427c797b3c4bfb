using System.Diagnostics;

namespace Receptive.Cli.Tests;

/// <summary>Ctrl-C and its kin in the middle of a training.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_ends_training_after_the_batch_and_the_best_model_stays(string signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        CliResult result = Stop(folder, signal, line => line.StartsWith("Epoch 2/", StringComparison.Ordinal));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Matches(@"^receptive: stopped; the best model so far is out.best\.keras \(epoch \d+, val_loss \d\.\d{4}\)\.\r?\n$", result.Error);
        Assert.Equal(0, Cli.Run(folder.Path, "summary", folder.File("out", "best.keras")).ExitCode);
        Assert.StartsWith("epoch,", File.ReadAllText(folder.File("out", "history.csv")));
    }

    [Fact]
    public void Before_the_first_epoch_is_over_there_is_nothing_to_keep()
    {
        using var folder = new TemporaryFolder();

        // The line of the summary after which training begins; an epoch takes much longer than the signal.
        CliResult result = Stop(folder, "INT", line => line.StartsWith("Non-trainable params", StringComparison.Ordinal), trainSize: 20_000);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("receptive: stopped before the first epoch was over, so there is no model to keep.", result.Error.TrimEnd());
        Assert.False(File.Exists(folder.File("out", "best.keras")));
    }

    private static CliResult Stop(TemporaryFolder folder, string signal, Func<string, bool> moment, int trainSize = 400)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no kill command to send a signal with.");
        string[] arguments = ["train", "digits", "--epochs", "1000", "--train-size", $"{trainSize}", "--test-size", "50", "--output", "out"];

        // A shell that starts its commands in the background lets them ignore Ctrl-C, and they hand that on to the command.
        using Process process = OperatingSystem.IsLinux()
            ? Cli.StartProgram("env", folder.Path, [], ["--default-signal=INT", Cli.Executable, .. arguments])
            : Cli.Start(folder.Path, [], arguments);
        string output = "";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output += line + "\n";
            if (moment(line)) break;
        }

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) kill.WaitForExit();
        return Cli.WaitFor(process, output);
    }
}
