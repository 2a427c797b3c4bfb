namespace Receptive.Data.Idx;

/// <summary>The four files of MNIST and its kin, under the names by which people have them.</summary>
internal static class IdxFiles
{
    /// <summary>Training images, training labels, test images, test labels.</summary>
    public static string[] Names { get; } = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>The path of a file in a folder: plain or .gz, with the dot that some unpackers write for the second hyphen; null if it is not there.</summary>
    public static string? Find(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return Array.Find([name, name + ".gz", dotted, dotted + ".gz"], n => File.Exists(Path.Combine(folder, n))) is { } found
            ? Path.Combine(folder, found)
            : null;
    }

    /// <summary>The first of the four that is not in the folder.</summary>
    public static string? FirstMissing(string folder) => Array.Find(Names, name => Find(folder, name) is null);

    public static bool AllIn(string folder) => Directory.Exists(folder) && FirstMissing(folder) is null;
}
