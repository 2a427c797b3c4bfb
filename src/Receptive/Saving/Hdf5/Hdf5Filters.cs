using System.IO.Compression;

namespace Receptive.Saving.Hdf5;

/// <summary>What was done to each chunk before it was written, undone in reverse: deflate, shuffle, Fletcher-32.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;

    // Deflate cannot do better than 1,032 to 1: a chunk that claims more is a bomb, and is not given room.
    private const long GreatestRatio = 1032;

    private readonly List<(int Id, int ElementSize)> _filters = [];

    /// <summary>How many bytes one stored byte can become.</summary>
    public long GreatestExpansion => _filters.Exists(filter => filter.Id == Deflate) ? GreatestRatio : 1;

    public static Hdf5Filters Parse(ReadOnlyMemory<byte>? message, string path)
    {
        var pipeline = new Hdf5Filters();
        if (message is not { } data) return pipeline;

        var cursor = new Hdf5Cursor(data.Span, $"The filters of '{path}'");
        byte version = cursor.Byte();
        int count = cursor.Byte();
        if (version is < 1 or > 2 || count > 32)
            throw new InvalidDataException($"The filters of '{path}' are written in an unknown way: the file is damaged.");
        if (version == 1) cursor.Skip(6);
        for (int i = 0; i < count; i++)
        {
            int id = cursor.UInt16();
            int nameLength = version == 1 || id >= 256 ? cursor.UInt16() : 0;
            cursor.Skip(2);
            int values = cursor.UInt16();
            cursor.Skip(version == 1 ? nameLength + 7 & ~7 : nameLength);
            uint first = 0u;
            for (int v = 0; v < values; v++)
            {
                uint value = cursor.UInt32();
                first = v == 0 ? value : first;
            }

            if (version == 1 && values % 2 != 0) cursor.Skip(4);
            if (id is not (Deflate or Shuffle or Fletcher32))
                throw new InvalidDataException($"'{path}' is compressed with HDF5 filter {id}{(id == 32000 ? " (LZF)" : "")}; deflate (gzip), shuffle and Fletcher-32 are read here.");
            pipeline._filters.Add((id, (int)Math.Clamp(first, 1, 256)));
        }

        return pipeline;
    }

    /// <summary>A chunk's elements: <paramref name="size"/> bytes; <paramref name="mask"/> has a bit for each filter left out for it.</summary>
    public ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> stored, uint mask, int size, string path)
    {
        ReadOnlyMemory<byte> bytes = stored;
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0) continue;
            bytes = _filters[i].Id switch
            {
                Deflate => Inflate(bytes, size, path),
                Shuffle => Unshuffle(bytes.Span, _filters[i].ElementSize),
                _ => bytes.Length >= 4 ? bytes[..^4] : throw new InvalidDataException($"A chunk of '{path}' is too short for its checksum."),
            };
        }

        return bytes.Length >= size ? bytes[..size] : throw new InvalidDataException($"A chunk of '{path}' should have {size:N0} bytes and has {bytes.Length:N0}.");
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> packed, int size, string path)
    {
        // Room for a checksum behind the elements, where one was added before packing.
        long room = (long)size + 4;
        if (room > packed.Length * GreatestRatio + 64)
            throw new InvalidDataException($"A chunk of '{path}' claims {size:N0} bytes from {packed.Length:N0} packed ones: that cannot be.");
        byte[] bytes = new byte[room];
        using var inflater = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
        int read = inflater.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.Length == read ? bytes : bytes[..read];
    }

    private static byte[] Unshuffle(ReadOnlySpan<byte> shuffled, int elementSize)
    {
        byte[] bytes = new byte[shuffled.Length];
        int elements = shuffled.Length / elementSize;
        for (int b = 0; b < elementSize; b++)
        {
            for (int i = 0; i < elements; i++)
                bytes[i * elementSize + b] = shuffled[b * elements + i];
        }

        shuffled[(elements * elementSize)..].CopyTo(bytes.AsSpan(elements * elementSize));
        return bytes;
    }
}
