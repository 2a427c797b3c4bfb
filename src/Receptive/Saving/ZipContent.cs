using System.IO.Compression;

namespace Receptive.Saving;

/// <summary>Reads members of a zip archive into memory, within limits: no more than what their packed bytes can hold.</summary>
internal sealed class ZipContent : IDisposable
{
    /// <summary>Deflate cannot do better than 1,032 to 1; Keras does not compress at all. A file packed again stays far below.</summary>
    private const long GreatestRatio = 100;

    /// <summary>Small members, such as a repetitive config, may be packed better than that.</summary>
    private const long AlwaysAllowed = 16 << 20;

    private readonly ZipArchive _archive;
    private readonly long _length;

    public ZipContent(byte[] bytes)
        : this(new MemoryStream(bytes, writable: false))
    {
    }

    /// <param name="stream">Can be sought in; closed with this.</param>
    public ZipContent(Stream stream)
    {
        _length = stream.Length;
        _archive = new ZipArchive(stream, ZipArchiveMode.Read);
    }

    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    public bool Contains(string name) => _archive.Entries.Any(entry => entry.FullName == name);

    /// <summary>The bytes of a member. Its name is compared and never made into a path.</summary>
    /// <exception cref="InvalidDataException">There are none or two of that name, it is too large for its packed bytes, or damaged.</exception>
    public byte[] Read(string name)
    {
        ZipArchiveEntry[] entries = _archive.Entries.Where(entry => entry.FullName == name).Take(2).ToArray();
        if (entries.Length != 1) throw new InvalidDataException($"the archive has {(entries.Length == 0 ? "no" : "more than one")} '{name}'.");
        ZipArchiveEntry entry = entries[0];
        if (entry.CompressedLength > _length)
            throw new InvalidDataException($"'{name}' should take {entry.CompressedLength:N0} bytes of an archive that has {_length:N0}: it was cut short or damaged.");
        if (entry.Length > Math.Max(AlwaysAllowed, entry.CompressedLength * GreatestRatio) || entry.Length > Array.MaxLength)
            throw new InvalidDataException($"'{name}' claims {entry.Length:N0} bytes from {entry.CompressedLength:N0} packed ones: refused.");

        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        if (stream.ReadByte() >= 0) throw new InvalidDataException($"'{name}' is longer than the archive says: it is damaged.");
        if (Crc32.Of(bytes) != entry.Crc32) throw new InvalidDataException($"'{name}' does not have the checksum the archive gives: it is damaged.");
        return bytes;
    }

    public void Dispose() => _archive.Dispose();
}
