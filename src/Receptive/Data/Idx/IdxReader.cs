using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace Receptive.Data.Idx;

/// <summary>
/// Reads IDX files, the format in which MNIST and its kin are published: a magic number, the dimensions, then the
/// elements. Plain or gzip-compressed; which it is, the content says, not the name.
/// </summary>
public static class IdxReader
{
    private const int UnsignedByte = 0x08;
    private const int MaximumRank = 8;

    /// <summary>Reads a file of unsigned bytes.</summary>
    /// <param name="path">The file, compressed or not.</param>
    /// <returns>The elements in the file's order and shape, for example [60000, 28, 28] for MNIST's training images.</returns>
    /// <exception cref="DataFormatException">
    /// The file is no IDX file of unsigned bytes, ends early, holds more than its header says, or is corrupted.
    /// A header that claims more than the file holds costs no memory.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor<byte> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <param name="file">Seekable, at its start.</param>
    /// <param name="name">For messages.</param>
    internal static Tensor<byte> Read(Stream file, string name)
    {
        Span<byte> first = stackalloc byte[32];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (!GzipPayload.Recognises(first))
        {
            (int[] shape, long count) = ReadHeader(file, name, first);
            long there = file.Length - file.Position;
            if (count != there)
                throw WrongLength(name, shape, count, there);
            byte[] plain = GC.AllocateUninitializedArray<byte>((int)count);
            file.ReadExactly(plain);
            return MakeTensor(plain, shape);
        }

        using var payload = new GzipPayload(file, name);
        (int[] dimensions, long claimed) = ReadHeader(payload, name, []);
        if (Expansion.Objection(claimed, payload.PackedBytes) is { } objection)
            throw new DataFormatException(name, $"its IDX header {Describe(dimensions)} {objection}");
        byte[] data = Expansion.Read(payload, claimed, payload.PackedBytes);
        if (data.Length < claimed)
            throw WrongLength(name, dimensions, claimed, data.Length);
        if (payload.ReadByte() >= 0)
            throw WrongLength(name, dimensions, claimed, claimed + 1);
        return MakeTensor(data, dimensions);
    }

    private static (int[] Shape, long Count) ReadHeader(Stream stream, string name, ReadOnlySpan<byte> first)
    {
        Span<byte> magic = stackalloc byte[4];
        int there = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        if (there == 4 && (magic[0] != 0 || magic[1] != 0 || magic[2] is < 8 or > 14 || magic[3] is 0 or > MaximumRank))
            throw new DataFormatException(name, $"expected an IDX file (magic 0000 08 and a number of dimensions), found {ContentKind.Describe(first.IsEmpty ? magic : first)}");
        if (there < 4)
            throw new DataFormatException(name, there == 0 ? "expected an IDX file, found nothing: the file is empty" : $"truncated: an IDX header needs 4 bytes, found {there}");
        if (magic[2] != UnsignedByte)
            throw new DataFormatException(name, $"expected IDX elements of type 0x08 (unsigned byte), found type 0x{magic[2]:x2} ({ElementName(magic[2])})");
        int rank = magic[3];
        Span<byte> sizes = stackalloc byte[4 * MaximumRank];
        sizes = sizes[..(4 * rank)];
        if (stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw new DataFormatException(name, $"truncated: the IDX header of {rank} dimensions needs {4 + 4 * rank} bytes, and the data end before");
        int[] shape = new int[rank];
        UInt128 count = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * i)..]);
            count *= size;
            shape[i] = (int)Math.Min(size, int.MaxValue);
            if (size > int.MaxValue || count > (ulong)Array.MaxLength)
                throw new DataFormatException(name, $"its IDX header claims more than {Array.MaxLength:N0} elements (dimension {i} is {size:N0})");
        }
        return (shape, (long)count);
    }

    private static DataFormatException WrongLength(string name, int[] shape, long expected, long found) => new(name, found < expected
        ? $"truncated: its IDX header {Describe(shape)} promises {expected:N0} bytes of data, found {found:N0}"
        : $"expected {expected:N0} bytes of data for its IDX header {Describe(shape)}, found more after them");

    private static Tensor<byte> MakeTensor(byte[] data, int[] shape) => Tensor.Create(data, Array.ConvertAll(shape, n => (nint)n));

    private static string Describe(int[] shape) => $"[{string.Join(", ", shape)}]";

    private static string ElementName(int type) => type switch
    {
        0x09 => "signed byte",
        0x0B => "16-bit integer",
        0x0C => "32-bit integer",
        0x0D => "32-bit float",
        0x0E => "64-bit float",
        _ => "unknown",
    };
}
