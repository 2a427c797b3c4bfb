namespace Receptive.Cli.Tests;

public sealed class SummaryTests
{
    [Fact]
    public void The_notebooks_network_is_printed_as_the_notebook_prints_it()
    {
        CliResult result = Cli.Run(AppContext.BaseDirectory, "summary", "notebook");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Golden.Check("summary-notebook.txt", result.Output);
    }

    [Fact]
    public void Explaining_shows_graph_program_and_times()
    {
        CliResult result = Cli.Run(AppContext.BaseDirectory, "explain", "notebook", "--batch-size", "3", "--threads", "1");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Contains("train_step(", result.Output);
        Assert.Contains("Conv2DKernelGradient(", result.Output);
        Assert.Contains("conv2d/kernel = %", result.Output);
        Assert.Matches(@"Program: \d+ steps, batches up to 3, 1 thread, arena [\d.]+ MB", result.Output);
        Assert.Contains("GFLOP/s", result.Output);
    }
}
