using System.CommandLine;
using System.Globalization;
using Receptive.Cli.CommandLine;
using Receptive.Data;

namespace Receptive.Cli;

/// <summary>A command's dataset: how it is named, where it is looked for, and what people see while it is fetched.</summary>
internal static class DatasetSource
{
    public const string Known = "mnist, fashion-mnist or digits (drawn by Receptive itself).";

    public static Argument<string?> Argument() => new("DATASET") { Arity = ArgumentArity.ZeroOrOne, Description = Known };

    public static Option<string?> FolderOption() => new("--data")
    {
        HelpName = "DIR",
        Description = "A folder with mnist/ or fashion-mnist/ holding the IDX files, in place of the variable RECEPTIVE_DATA.",
    };

    public static Option<string?> Option() => new("--dataset") { HelpName = "DATASET", Description = "Which test images: " + Known };

    /// <summary>The dataset of <c>--dataset</c>, which a command cannot do without.</summary>
    /// <exception cref="CommandException">It is missing.</exception>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static NamedDataset Required(ParseResult arguments, Option<string?> option) => Datasets.Find(
        arguments.GetValue(option) ?? throw UsageCheck.Wrong(arguments.CommandResult.Command, "--dataset is missing: --dataset DATASET."));

    /// <param name="dataset">Which.</param>
    /// <param name="folder">What <c>--data</c> says.</param>
    /// <param name="trainSize">How many training images at most.</param>
    /// <param name="testSize">How many test images at most.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    public static ImageDataset Load(NamedDataset dataset, string? folder, int? trainSize, int? testSize, CancellationToken cancellationToken)
    {
        bool shown = false;
        ImageDataset loaded = dataset.Load(new DatasetOptions
        {
            Directory = folder,
            TrainSize = trainSize,
            TestSize = testSize,
            CancellationToken = cancellationToken,
            Notice = line =>
            {
                EndLine();
                Console.Error.WriteLine(line);
            },
            Progress = progress =>
            {
                if (Console.IsErrorRedirected) return;
                string total = progress.Total is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes / 1e6:0.0}") : "";
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\rDownloading {progress.File}: {progress.Received / 1e6:0.0}{total} MB   "));
                shown = true;
            },
        });
        EndLine();
        return loaded;

        void EndLine()
        {
            if (shown) Console.Error.WriteLine();
            shown = false;
        }
    }
}
