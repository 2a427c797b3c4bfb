namespace Receptive.Data;

/// <summary>Where to look for a dataset, and whom to tell.</summary>
public sealed class DatasetOptions
{
    /// <summary>
    /// A folder that holds the dataset in a folder of its name (<c>mnist/</c>, <c>fashion-mnist/</c>) as IDX files, plain
    /// or gzip-compressed. If it is given, nothing else is tried. Otherwise the environment variable
    /// <c>RECEPTIVE_DATA</c> names such a folder, if it is set.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Whether the dataset may be downloaded where it is not found on this machine. True by default.</summary>
    public bool Download { get; init; } = true;

    /// <summary>
    /// Whether the embedded digits may stand in for MNIST where it can neither be found nor downloaded. True by default;
    /// <see cref="Notice"/> is told when it happens.
    /// </summary>
    public bool AllowEmbedded { get; init; } = true;

    /// <summary>The seed of the embedded digits: the same seed draws the same images on every machine.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many of the training images to take, from the first on; all if null or if there are fewer. At least 1.</summary>
    public int? TrainSize { get; init; }

    /// <summary>How many of the test images to take, from the first on; all if null or if there are fewer. At least 1.</summary>
    public int? TestSize { get; init; }

    /// <summary>Called while a download goes on, several times a second.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Called with one line for the user to read when something other than the usual happens.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Ends a download early.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The machine's folders and the addresses in the world; tests have their own.</summary>
    internal DatasetPlaces Places { get; init; } = DatasetPlaces.OfThisMachine();
}

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes received.</param>
/// <param name="Total">Bytes in all, where the server says so.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Total);
