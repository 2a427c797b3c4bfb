using System.IO.Compression;
using System.Runtime.InteropServices;
using Receptive.Saving;

namespace Receptive.Data.NumPy;

/// <summary>Writes NumPy's .npz files, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> do.</summary>
public static class NpzWriter
{
    /// <summary>Equal arrays make equal files, so the entries carry no time: this is the earliest a zip archive can say.</summary>
    private static readonly DateTimeOffset s_noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes beside the target and renames, so a failure leaves an earlier file whole.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Deflate them; otherwise they are stored.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is empty.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(arrays);
        AtomicFile.Write(path, file => Write(file, arrays, compress));
    }

    private static void Write(Stream file, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var names = new HashSet<string>();
        foreach ((string name, NpyArray array) in arrays)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(arrays));
            if (!names.Add(name))
                throw new ArgumentException($"Two arrays are named '{name}'.", nameof(arrays));
            ZipArchiveEntry entry = zip.CreateEntry(name + ".npy", compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = s_noTime;
            using Stream content = entry.Open();
            content.Write(NpyHeader.Write(array));
            content.Write(BytesOf(array));
        }
    }

    private static ReadOnlySpan<byte> BytesOf(NpyArray array)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("NumPy files are written on little-endian machines only.");
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array.Data), array.Length * array.Type.Size);
    }
}
