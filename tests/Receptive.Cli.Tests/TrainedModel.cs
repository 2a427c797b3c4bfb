using System.Text.Json.Nodes;

namespace Receptive.Cli.Tests;

/// <summary>A training of half a second that several tests look at.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel()
    {
        Training = Cli.Run(Folder, [.. Arguments, "--output", "out", "--json", "result.json"]);
        if (Training.ExitCode == 0) Result = JsonNode.Parse(File.ReadAllText(_folder.File("result.json")))!.AsObject();
    }

    /// <summary>A training that is short and still goes through two epochs with a smaller last batch.</summary>
    internal static string[] Arguments { get; } = ["train", "digits", "--epochs", "2", "--train-size", "330", "--test-size", "150", "--batch-size", "50", "--seed", "7"];

    internal CliResult Training { get; }

    internal JsonObject Result { get; } = [];

    internal string Folder => _folder.Path;

    internal string Model => _folder.File("out", "model.keras");

    internal string BestModel => _folder.File("out", "best.keras");

    internal string History => _folder.File("out", "history.csv");

    public void Dispose() => _folder.Dispose();
}
