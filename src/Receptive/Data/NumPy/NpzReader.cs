using System.IO.Compression;

namespace Receptive.Data.NumPy;

/// <summary>Reads NumPy's .npz files: zip archives of named arrays, stored or deflated.</summary>
public static class NpzReader
{
    private const string Suffix = ".npy";

    /// <param name="path">The file.</param>
    /// <returns>The arrays by name (without ".npy"), in the file's order.</returns>
    /// <exception cref="DataFormatException">
    /// The file is no zip archive of supported arrays (see <see cref="NpyReader"/>), is truncated, or fails a checksum;
    /// or it would unpack to an absurd size. Nothing in the file names a path or is ever executed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, NpyArray> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <param name="file">Seekable, at its start.</param>
    /// <param name="name">For messages.</param>
    internal static OrderedDictionary<string, NpyArray> Read(Stream file, string name)
    {
        Span<byte> first = stackalloc byte[32];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (!first.StartsWith("PK"u8))
            throw new DataFormatException(name, $"expected a NumPy .npz file (a zip archive), found {ContentKind.Describe(first)}");
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            CheckTotal(zip, name, file.Length);
            var arrays = new OrderedDictionary<string, NpyArray>();
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string array = entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) ? entry.FullName[..^Suffix.Length] : entry.FullName;
                if (!arrays.TryAdd(array, ReadEntry(entry, $"{name} ({array})")))
                    throw new DataFormatException(name, $"holds two arrays named '{array}'");
            }
            return arrays;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new DataFormatException(name, $"truncated or corrupted zip archive ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static void CheckTotal(ZipArchive zip, string name, long fileBytes)
    {
        long total = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            total = checked(total + entry.Length);
            if (entry.CompressedLength > fileBytes)
                throw new DataFormatException(name, $"'{entry.FullName}' claims {entry.CompressedLength:N0} bytes of a file of {fileBytes:N0}");
        }
        // Entries that overlap in the file could each look harmless.
        if (Expansion.Objection(total, fileBytes) is { } objection)
            throw new DataFormatException(name, objection);
    }

    private static NpyArray ReadEntry(ZipArchiveEntry entry, string name)
    {
        if (entry.IsEncrypted)
            throw new DataFormatException(name, "is encrypted; save it without a password");
        if (Expansion.Objection(entry.Length, entry.CompressedLength) is { } objection)
            throw new DataFormatException(name, objection);
        using Stream content = entry.Open();
        var stream = new MeasuredStream(content);
        NpyArray array = NpyReader.Read(stream, name, entry.Length, entry.CompressedLength);
        if (stream.Crc != entry.Crc32)
            throw new DataFormatException(name, $"corrupted: the checksum is {stream.Crc:x8}, the zip archive says {entry.Crc32:x8}");
        return array;
    }
}
