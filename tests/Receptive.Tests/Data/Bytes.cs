using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Receptive.Saving;

namespace Receptive.Tests.Data;

/// <summary>Makes the files that the tests read, byte by byte, right and wrong ones.</summary>
internal static class Bytes
{
    public static byte[] Idx(ReadOnlySpan<byte> data, params uint[] shape) => [.. IdxHeader(0x08, shape), .. data];

    public static byte[] IdxHeader(byte type, params uint[] shape)
    {
        byte[] header = new byte[4 + 4 * shape.Length];
        header[2] = type;
        header[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + 4 * i), shape[i]);
        return header;
    }

    public static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Npy(string header, ReadOnlySpan<byte> data, byte version = 1)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    public static string NpyText(string descriptor, string shape, bool fortran = false) =>
        $"{{'descr': '{descriptor}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        return file.ToArray();
    }

    /// <summary>A PNG file of 8 bits a channel, rows unfiltered.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.</param>
    /// <param name="pixels">Row by row.</param>
    public static byte[] Png(int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(y * width * channels, width * channels));
            }
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. PngHeader(width, height, channels), .. PngChunk("IDAT", rows.ToArray()), .. PngChunk("IEND", [])];
    }

    public static byte[] PngHeader(int width, int height, int channels)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        return PngChunk("IHDR", header);
    }

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] length = new byte[4], crc = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32.Of(chunk));
        return [.. length, .. chunk, .. crc];
    }

    /// <summary>A BMP file of 24 bits a pixel, bottom row first.</summary>
    public static byte[] Bmp(int width, int height, ReadOnlySpan<byte> grey)
    {
        int stride = (3 * width + 3) / 4 * 4;
        byte[] file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                file.AsSpan(54 + (height - 1 - y) * stride + 3 * x, 3).Fill(grey[y * width + x]);
        return file;
    }
}
