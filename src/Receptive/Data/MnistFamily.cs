using System.Numerics.Tensors;
using Receptive.Data.Downloads;
using Receptive.Data.Handwriting;
using Receptive.Data.Idx;
using Receptive.Data.NumPy;

namespace Receptive.Data;

/// <summary>Finds MNIST and Fashion-MNIST: in the folder given, in the caches, or in the network.</summary>
internal static class MnistFamily
{
    private const string Mnist = "mnist", FashionMnist = "fashion-mnist", KerasArchive = "mnist.npz";

    private static readonly string[] s_folders = [Mnist, FashionMnist];

    public static ImageDataset LoadMnist(DatasetOptions options, IReadOnlyList<string> classNames)
    {
        DatasetPlaces places = options.Places;
        if (FindGiven(options, Mnist) is { } given)
            return ReadFolder(Mnist, given, classNames);
        if (Path.Combine(places.KerasCache, KerasArchive) is var kept && File.Exists(kept))
            return ReadArchive(kept, classNames);
        if (Path.Combine(places.Cache, KerasArchive) is var own && File.Exists(own))
            return ReadArchive(own, classNames);
        if (Path.Combine(places.Cache, Mnist) is var folder && IdxFiles.AllIn(folder))
            return ReadFolder(Mnist, folder, classNames);

        string failure = "downloading is switched off";
        if (options.Download)
            try
            {
                return DatasetDownload.Mnist(options, classNames);
            }
            catch (DownloadException e)
            {
                failure = e.Message;
            }
        if (!options.AllowEmbedded)
            throw NotFound("MNIST", failure, Mnist);
        options.Notice?.Invoke($"MNIST is not on this machine and cannot be fetched ({failure}); going on with the embedded digits.");
        return EmbeddedDigits.Load(options, classNames, ", since MNIST could not be reached");
    }

    public static ImageDataset LoadFashionMnist(DatasetOptions options, IReadOnlyList<string> classNames)
    {
        DatasetPlaces places = options.Places;
        string? folder = FindGiven(options, FashionMnist);
        string[] caches = [Path.Combine(places.KerasCache, FashionMnist), Path.Combine(places.Cache, FashionMnist), places.DebianFashionMnist];
        folder ??= Array.Find(caches, IdxFiles.AllIn);
        if (folder is not null)
            return ReadFolder(FashionMnist, folder, classNames);
        if (!options.Download)
            throw NotFound("Fashion-MNIST", "downloading is switched off", FashionMnist);
        try
        {
            return DatasetDownload.FashionMnist(options, classNames);
        }
        catch (DownloadException e)
        {
            throw NotFound("Fashion-MNIST", e.Message, FashionMnist);
        }
    }

    /// <summary>The dataset's folder in the folder that the user named, if any was named.</summary>
    private static string? FindGiven(DatasetOptions options, string dataset)
    {
        if (options.Directory is { } directory)
            return FolderIn(directory, dataset, directory) ?? throw Lacks(directory, dataset, directory);
        if (options.Places.DataVariable is not { } variable)
            return null;
        string who = $"RECEPTIVE_DATA={variable}";
        if (FolderIn(variable, dataset, who) is { } folder)
            return folder;
        // A folder that holds another of our datasets is in order, and just does not hold this one.
        if (Array.Exists(s_folders, other => Directory.Exists(Path.Combine(variable, other))))
            return null;
        throw Lacks(variable, dataset, who);
    }

    private static string? FolderIn(string directory, string dataset, string who)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException(File.Exists(directory) ? $"{who}: expected a folder, found a file" : $"{who}: there is no such folder");
        string folder = Path.Combine(directory, dataset);
        if (!Directory.Exists(folder))
            return null;
        return IdxFiles.FirstMissing(folder) is { } missing
            ? throw new FileNotFoundException($"{folder}: expected the file {missing} (or {missing}.gz), found none")
            : folder;
    }

    private static DirectoryNotFoundException Lacks(string directory, string dataset, string who) => new(IdxFiles.AllIn(directory)
        ? $"{who}: holds IDX files itself; put them into a folder '{dataset}' in it"
        : $"{who}: expected a folder '{dataset}' with the four IDX files in it, found none");

    private static IOException NotFound(string title, string failure, string dataset) =>
        new($"{title} is not on this machine and cannot be fetched ({failure}); put its four IDX files into a folder '{dataset}' and name the folder above it with --data or RECEPTIVE_DATA");

    /// <summary>Reads the four IDX files.</summary>
    internal static ImageDataset ReadFolder(string dataset, string folder, IReadOnlyList<string> classNames) => FromIdx(
        dataset, folder, classNames, file => IdxReader.Read(IdxFiles.Find(folder, file)!), file => IdxFiles.Find(folder, file)!);

    internal static ImageDataset FromIdx(
        string dataset, string source, IReadOnlyList<string> classNames, Func<string, Tensor<byte>> read, Func<string, string> pathOf)
    {
        Tensor<byte>[] parts = Array.ConvertAll(IdxFiles.Names, file =>
        {
            Tensor<byte> part = read(file);
            bool images = file.Contains("images", StringComparison.Ordinal);
            CheckPart(pathOf(file), images, part);
            return part;
        });
        return new ImageDataset(dataset, source, parts[0], parts[1], parts[2], parts[3], classNames);
    }

    private static void CheckPart(string file, bool images, Tensor<byte> part)
    {
        string found = $"found [{string.Join(", ", part.Lengths.ToArray())}]: is the file renamed?";
        if (images && (part.Rank != 3 || part.Lengths[1] != 28 || part.Lengths[2] != 28))
            throw new DataFormatException(file, $"expected images [count, 28, 28], {found}");
        if (!images && part.Rank != 1)
            throw new DataFormatException(file, $"expected labels [count], {found}");
    }

    /// <summary>Reads mnist.npz as Keras has it.</summary>
    private static ImageDataset ReadArchive(string path, IReadOnlyList<string> classNames)
    {
        using FileStream file = File.OpenRead(path);
        return FromArchive(file, path, path, classNames);
    }

    internal static ImageDataset FromArchive(Stream archive, string name, string source, IReadOnlyList<string> classNames)
    {
        OrderedDictionary<string, NpyArray> arrays = NpzReader.Read(archive, name);
        Tensor<byte>[] parts = Array.ConvertAll<string, Tensor<byte>>(["x_train", "y_train", "x_test", "y_test"], key =>
        {
            if (!arrays.TryGetValue(key, out NpyArray? array))
                throw new DataFormatException(name, $"expected arrays x_train, y_train, x_test, y_test; found {(arrays.Count == 0 ? "none" : string.Join(", ", arrays.Keys))}");
            if (array.ElementType != typeof(byte))
                throw new DataFormatException(name, $"expected {key} to hold uint8, found {array}");
            Tensor<byte> part = array.ToTensor<byte>();
            CheckPart($"{name} ({key})", key[0] == 'x', part);
            return part;
        });
        return new ImageDataset(Mnist, source, parts[0], parts[1], parts[2], parts[3], classNames);
    }
}
