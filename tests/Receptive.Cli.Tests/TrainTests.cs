using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Receptive.Cli.Tests;

public sealed class TrainTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    /// <summary>
    /// The weights after the training of <see cref="TrainedModel"/>, on every machine. A change of the arithmetic, of the
    /// embedded digits or of the random numbers changes it: then say so in the changelog and put the new one here.
    /// </summary>
    private const string KnownHash = "a1e1dd1892cb9d44fdb34a8e6ef2a537e3a6bf8651c71427610596b76304b2a8";

    [Fact]
    public void It_prints_summary_epochs_accuracy_report_matrix_and_files()
    {
        Assert.True(trained.Training is { ExitCode: 0, Error: "" }, trained.Training.ToString());
        string output = trained.Training.Output.ReplaceLineEndings("\n");
        Assert.StartsWith("digits: 330 training and 150 test images of 28x28, 10 classes", output);
        Assert.Contains("Total params: 1,199,882\n", output);
        Assert.Matches(@"\nTest Accuracy: [01]\.\d{4}\n", output);
        Assert.Contains("precision    recall  f1-score   support\n", output);
        Assert.Contains("weighted avg", output);
        Assert.Matches(@"\n\[\[ *\d+( +\d+){9}\]\n", output);
        Assert.Matches(@"\nModel: +out.model\.keras\n", output);
        Assert.Matches(@"\nBest epoch: out.best\.keras \(epoch [12], val_loss \d\.\d{4}\)\n", output);
        Assert.Matches(@"\nHistory: +out.history\.csv\n", output);
        Assert.Matches(@"\nReport: +out.report\.html\n", output);
    }

    [Fact]
    public void Where_output_goes_to_a_file_an_epoch_is_one_line()
    {
        Assert.DoesNotContain('\r', trained.Training.Output);
        string[] epochs = [.. trained.Training.Lines.Where(line => line.StartsWith("Epoch ", StringComparison.Ordinal))];
        Assert.Equal(2, epochs.Length);
        Assert.Matches(@"^Epoch 1/2 - .*loss: \d\.\d{4} - .*val_loss: \d\.\d{4}.* - [\d,]+ images/s - .* left$", epochs[0]);
    }

    [Fact]
    public void The_json_has_the_promised_keys_in_the_promised_types()
    {
        Assert.Equal(
            ["dataset", "dataset_source", "epochs_run", "test_loss", "test_accuracy", "train_seconds", "images_per_second", "parameters", "weights_sha256", "peak_memory_bytes"],
            trained.Result.Select(pair => pair.Key));
        Assert.Equal("digits", (string?)trained.Result["dataset"]);
        Assert.Contains("embedded digits", (string?)trained.Result["dataset_source"]);
        Assert.Equal(2, (int)trained.Result["epochs_run"]!);
        Assert.InRange((double)trained.Result["test_loss"]!, 0.1, 3);
        Assert.InRange((double)trained.Result["test_accuracy"]!, 0.2, 1);
        Assert.InRange((double)trained.Result["train_seconds"]!, 0.01, 180);
        Assert.InRange((double)trained.Result["images_per_second"]!, 1, 1e6);
        Assert.Equal(1_199_882, (long)trained.Result["parameters"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string?)trained.Result["weights_sha256"]);
        Assert.InRange((long)trained.Result["peak_memory_bytes"]!, 30_000_000, 500_000_000);
    }

    [Fact]
    public void The_printed_accuracy_is_that_of_the_json()
    {
        double printed = double.Parse(Regex.Match(trained.Training.Output, @"Test Accuracy: (\S+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal((double)trained.Result["test_accuracy"]!, printed, 0.00005);
    }

    [Fact]
    public void The_history_has_a_row_for_each_epoch()
    {
        string[] rows = File.ReadAllLines(trained.History);
        Assert.Equal(3, rows.Length);
        Assert.Equal("epoch,accuracy,loss,val_accuracy,val_loss", rows[0]);
    }

    [Fact]
    public void Evaluating_the_model_that_was_left_gives_the_same_again()
    {
        CliResult result = Cli.Run(trained.Folder, "evaluate", trained.Model, "--dataset", "digits", "--test-size", "150", "--json", "evaluation.json");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Matches(@"\nTest Accuracy: [01]\.\d{4}\r?\n", result.Output);
        JsonNode evaluation = JsonNode.Parse(File.ReadAllText(Path.Combine(trained.Folder, "evaluation.json")))!;
        foreach (string key in (string[])["dataset", "dataset_source", "test_accuracy", "parameters", "weights_sha256"])
            Assert.Equal(trained.Result[key]!.ToJsonString(), evaluation[key]!.ToJsonString());
        Assert.Equal((double)trained.Result["test_loss"]!, (double)evaluation["test_loss"]!, 1e-6);
    }

    [Fact]
    public void The_weights_are_the_known_ones() => Assert.Equal(KnownHash, (string?)trained.Result["weights_sha256"]);

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", "DOTNET_EnableAVX512")]
    [InlineData("3", null)]
    public void Threads_and_vector_width_do_not_change_a_bit(string threads, string? switchedOff) =>
        Assert.Equal((string?)trained.Result["weights_sha256"], HashOf([.. TrainedModel.Arguments, "--threads", threads], switchedOff));

    /// <summary>Without AVX2 .NET has no fused multiply-add either and computes it in software, hence the few images.</summary>
    [Fact]
    public void Arithmetic_in_software_does_not_change_a_bit()
    {
        string[] arguments = ["train", "digits", "--epochs", "1", "--train-size", "12", "--test-size", "2", "--batch-size", "8"];
        Assert.Equal(HashOf(arguments, switchedOff: null), HashOf(arguments, "DOTNET_EnableAVX2"));
    }

    [Fact]
    public void On_a_terminal_a_bar_moves()
    {
        const string script = "/usr/bin/script";
        if (!File.Exists(script)) Assert.Skip("util-linux' script, which lends a terminal, is not on this machine.");
        using var folder = new TemporaryFolder();
        string command = $"'{Cli.Executable}' train digits --epochs 1 --train-size 1500 --test-size 50 --batch-size 50";
        CliResult result = Cli.WaitFor(Cli.StartProgram(script, folder.Path, new() { ["TERM"] = "xterm" }, "-qec", command, "/dev/null"));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"\rEpoch 1/1 .* \d+/30 - loss: \d\.\d{4} - accuracy: \d\.\d{4} - [\d,]+ images/s - \S+ left", result.Output);
    }

    private static string? HashOf(string[] arguments, string? switchedOff)
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string?> environment = switchedOff is null ? new Dictionary<string, string?>() : new() { [switchedOff] = "0" };
        CliResult result = Cli.Run(folder.Path, environment, [.. arguments, "--json", "result.json"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return (string?)JsonNode.Parse(File.ReadAllText(folder.File("result.json")))!["weights_sha256"];
    }
}
