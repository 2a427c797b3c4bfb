using System.Buffers.Binary;
using StbImageSharp;

namespace Receptive.Data.Images;

/// <summary>A decoded image: four bytes a pixel, red, green, blue, alpha, row by row.</summary>
internal sealed record DecodedImage(int Width, int Height, byte[] Rgba);

/// <summary>
/// Decodes PNG, JPEG and BMP. The decoder itself trusts its input, so this asks for the size first, hands PNG files on
/// only when their checksums agree, and lets nobody read beyond the end.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Larger than the pictures of nearly all cameras; decoded, that is 200 MB.</summary>
    public const int MaximumPixels = 50_000_000;

    private const long MaximumFileBytes = 256L << 20;

    /// <exception cref="DataFormatException">The file is no such image, too large, truncated or corrupted.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DecodedImage Decode(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaximumFileBytes)
            throw new DataFormatException(path, $"expected an image, found {file.Length:N0} bytes; more than {MaximumFileBytes:N0} are not read");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Decode(bytes, path);
    }

    public static DecodedImage Decode(byte[] bytes, string name)
    {
        bool png = bytes.AsSpan().StartsWith(PngCheck.Signature), jpeg = bytes is [0xFF, 0xD8, 0xFF, ..], bmp = bytes is [(byte)'B', (byte)'M', ..];
        if (!png && !jpeg && !bmp)
            throw new DataFormatException(name, $"expected a PNG, JPEG or BMP image, found {ContentKind.Describe(bytes.AsSpan(0, Math.Min(bytes.Length, 32)))}");
        try
        {
            CheckSize(bytes, name);
            if (png)
                PngCheck.Check(bytes, name);
            ImageResult image = ImageResult.FromStream(new StrictStream(bytes), ColorComponents.RedGreenBlueAlpha);
            return new DecodedImage(image.Width, image.Height, image.Data);
        }
        catch (Exception e) when (e is not (DataFormatException or OutOfMemoryException))
        {
            // The decoder says what is wrong by exceptions of any type.
            string kind = png ? "PNG" : jpeg ? "JPEG" : "BMP";
            throw new DataFormatException(name, e is EndOfStreamException ? $"truncated {kind} image" : $"corrupted or unsupported {kind} image ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static void CheckSize(byte[] bytes, string name)
    {
        (long width, long height) = bytes[0] switch { (byte)'B' => BmpSize(bytes), 0xFF => JpegSize(bytes), _ => PngSize(bytes) };
        if (width <= 0 || height <= 0)
            throw new DataFormatException(name, $"its header claims a size of {width}x{height}");
        if (width * height > MaximumPixels)
            throw new DataFormatException(name, $"is {width:N0}x{height:N0}; images of more than {MaximumPixels / 1_000_000} megapixels are not decoded: make it smaller");
    }

    /// <summary>The header is the first chunk, and the size is the first in it.</summary>
    private static (long Width, long Height) PngSize(byte[] bytes) =>
        (BinaryPrimitives.ReadUInt32BigEndian(Slice(bytes, 16, 4)), BinaryPrimitives.ReadUInt32BigEndian(Slice(bytes, 20, 4)));

    /// <summary>Height is negative where the top row comes first; the oldest header has shorter fields.</summary>
    private static (long Width, long Height) BmpSize(byte[] bytes) => BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 14, 4)) == 12
        ? (BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, 18, 2)), BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, 20, 2)))
        : (BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 18, 4)), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 22, 4))));

    /// <summary>Segments of a marker and a length follow each other; a frame header, of any coding, has the size.</summary>
    private static (long Width, long Height) JpegSize(byte[] bytes)
    {
        int at = 2;
        while (true)
        {
            byte mark = Slice(bytes, at, 2)[0], kind = bytes[at + 1];
            if (mark != 0xFF)
                throw new InvalidDataException("a marker is missing");
            if (kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 7, 2)), BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 5, 2)));
            at += kind == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 2, 2));
        }
    }

    private static ReadOnlySpan<byte> Slice(byte[] bytes, int at, int count) =>
        bytes.Length - at >= count ? bytes.AsSpan(at, count) : throw new EndOfStreamException();

    /// <summary>Throws at the end of the data, where the decoder would read zeros, or seek on, for ever.</summary>
    private sealed class StrictStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int ReadByte() => base.ReadByte() is >= 0 and var b ? b : throw new EndOfStreamException();

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is var n && n == count ? n : throw new EndOfStreamException();

        public override long Seek(long offset, SeekOrigin loc)
        {
            long at = base.Seek(offset, loc);
            return at <= Length ? at : throw new EndOfStreamException();
        }
    }
}
