namespace Receptive.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => ["", "train", "evaluate", "predict", "summary", "explain", "plot", "report"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_a_page(string command)
    {
        CliResult result = Cli.Run(AppContext.BaseDirectory, command.Length == 0 ? ["--help"] : [command, "--help"]);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Contains("\n  receptive ", result.Output[result.Output.IndexOf("\nExample", StringComparison.Ordinal)..]);
        Golden.Check(command.Length == 0 ? "help.txt" : $"help-{command}.txt", result.Output);
    }

    [Fact]
    public void Without_a_command_the_page_is_shown()
    {
        CliResult result = Cli.Run(AppContext.BaseDirectory);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Equal(Cli.Run(AppContext.BaseDirectory, "--help").Output, result.Output);
    }

    [Fact]
    public void Help_is_shown_whatever_else_is_wrong()
    {
        CliResult result = Cli.Run(AppContext.BaseDirectory, "train", "--epochs", "none", "-h");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Train ", result.Output);
    }

    [Fact]
    public void The_version_is_told() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", Cli.Run(AppContext.BaseDirectory, "--version").Output);
}
