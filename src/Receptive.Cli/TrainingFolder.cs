using Receptive.Cli.CommandLine;

namespace Receptive.Cli;

/// <summary>The folder that a training writes to.</summary>
internal sealed class TrainingFolder
{
    public const string ModelName = "model.keras";
    public const string HistoryName = "history.csv";

    /// <summary>Makes the folder and finds out whether files can be written to it, before hours are spent.</summary>
    /// <exception cref="CommandException">It cannot be made or written to.</exception>
    public TrainingFolder(string path)
    {
        FolderPath = path;
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(Path.Combine(path, $".{Environment.ProcessId}.probe"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The folder \"{path}\" cannot be written to ({e.Message.TrimEnd('.')}). Choose another with --output.", e);
        }

        foreach (string file in (string[])[Model, BestModel, History, Report])
        {
            if (Directory.Exists(file)) throw new CommandException($"\"{file}\" is a folder, where the training is to write a file. Move it away, or choose another folder with --output.");
        }
    }

    public string FolderPath { get; }

    /// <summary>The model as it is after the last epoch.</summary>
    public string Model => Path.Combine(FolderPath, ModelName);

    /// <summary>The model of the epoch with the lowest val_loss.</summary>
    public string BestModel => Path.Combine(FolderPath, "best.keras");

    /// <summary>The same as a checkpoint's path, where braces are places to fill.</summary>
    public string BestModelTemplate => BestModel.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>Loss and accuracy, epoch by epoch.</summary>
    public string History => Path.Combine(FolderPath, HistoryName);

    /// <summary>Everything about the run on one page.</summary>
    public string Report => Path.Combine(FolderPath, "report.html");
}
