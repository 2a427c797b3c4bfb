using System.Buffers.Binary;
using System.IO.Compression;
using Receptive.Saving;

namespace Receptive.Data.Images;

/// <summary>Whether a PNG file is sound, before anything decodes it: chunks and their checksums, and how much its pixels unpack to.</summary>
internal static class PngCheck
{
    private const int ChunkOverhead = 12;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <exception cref="DataFormatException">It is truncated, corrupted, or unpacks to more than its size needs.</exception>
    public static void Check(byte[] png, string name)
    {
        int at = Signature.Length;
        long expected = -1;
        using var pixels = new MemoryStream();
        while (true)
        {
            if (png.Length - at < ChunkOverhead)
                throw new EndOfStreamException();
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - ChunkOverhead)
                throw new EndOfStreamException();
            ReadOnlySpan<byte> chunk = png.AsSpan(at + 4, 4 + (int)length), data = chunk[4..];
            if (BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + (int)length)) != Crc32.Append(0, chunk))
                throw new DataFormatException(name, "corrupted PNG image (a checksum does not agree)");
            at += ChunkOverhead + (int)length;
            if (expected < 0 && !chunk.StartsWith("IHDR"u8))
                throw new DataFormatException(name, "corrupted PNG image (it does not start with its header)");
            if (chunk.StartsWith("IHDR"u8))
                expected = UnpackedBytes(data, name);
            else if (chunk.StartsWith("IDAT"u8))
                pixels.Write(data);
            else if (chunk.StartsWith("IEND"u8))
                break;
        }
        pixels.Position = 0;
        CheckPixels(pixels, expected, name);
    }

    /// <summary>A filter byte and the packed pixels per row; an interlaced image is seven smaller ones.</summary>
    private static long UnpackedBytes(ReadOnlySpan<byte> header, string name)
    {
        if (header.Length != 13)
            throw new DataFormatException(name, "corrupted PNG image (its header has the wrong length)");
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int depth = header[8], type = header[9];
        int channels = type switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (channels == 0 || depth is not (1 or 2 or 4 or 8 or 16))
            throw new DataFormatException(name, $"corrupted PNG image (colour type {type} of {depth} bits does not exist)");
        if (header[12] == 0)
            return Rows(width, height);
        ReadOnlySpan<(int X, int Y, int StepX, int StepY)> passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        long total = 0;
        foreach ((int x, int y, int stepX, int stepY) in passes)
            total += Rows((width - x + stepX - 1) / stepX, (height - y + stepY - 1) / stepY);
        return total;

        long Rows(long w, long h) => w == 0 ? 0 : h * (1 + (w * channels * depth + 7) / 8);
    }

    private static void CheckPixels(Stream packed, long expected, string name)
    {
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        while (count <= expected)
        {
            int n = unpacked.Read(buffer);
            if (n == 0)
                break;
            count += n;
        }
        if (count != expected)
            throw new DataFormatException(name, $"corrupted PNG image (its pixels unpack to {(count > expected ? "more than " : "")}{Math.Min(count, expected):N0} bytes, its size needs {expected:N0})");
    }
}
