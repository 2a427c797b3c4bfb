using System.Buffers.Binary;
using StbImageSharp;

namespace Receptive.Data.Images;

/// <summary>A decoded image: four bytes a pixel, red, green, blue, alpha, row by row.</summary>
internal sealed record DecodedImage(int Width, int Height, byte[] Rgba);

/// <summary>
/// Decodes PNG, JPEG and BMP. The decoder itself trusts its input, so this asks for the size first, hands PNG files on
/// only when their checksums agree, and refuses what ended too early.
/// </summary>
/// <remarks>
/// The decoder's buffers are native memory, which it frees when it finds an error itself but not when an exception passes
/// through it. So its stream never throws: see <see cref="EndlessStream"/>.
/// </remarks>
internal static class ImageDecoder
{
    /// <summary>Larger than the pictures of nearly all cameras; decoded, that is 200 MB.</summary>
    public const int MaximumPixels = 50_000_000;

    private const long MaximumFileBytes = 256L << 20;

    private static readonly byte[] s_jpegEnd = [0xFF, 0xD9];

    /// <exception cref="DataFormatException">The file is no such image, too large, truncated or corrupted.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DecodedImage Decode(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaximumFileBytes) throw TooLong(path, $"{file.Length:N0} bytes");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Decode(bytes, path);
    }

    /// <summary>Decodes what is left of a stream.</summary>
    /// <exception cref="DataFormatException">It is no such image, too large, truncated or corrupted.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static DecodedImage Decode(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaximumFileBytes) throw TooLong(name, "more");
        }
        return Decode(bytes.ToArray(), name);
    }

    /// <exception cref="DataFormatException">The bytes are no such image, too large, truncated or corrupted.</exception>
    public static DecodedImage Decode(byte[] bytes, string name)
    {
        bool png = bytes.AsSpan().StartsWith(PngCheck.Signature), jpeg = bytes is [0xFF, 0xD8, 0xFF, ..], bmp = bytes is [(byte)'B', (byte)'M', ..];
        if (!png && !jpeg && !bmp)
            throw new DataFormatException(name, $"expected a PNG, JPEG or BMP image, found {ContentKind.Describe(bytes.AsSpan(0, Math.Min(bytes.Length, 32)))}");
        try
        {
            CheckSize(bytes, name);
            if (png) PngCheck.Check(bytes, name);
            var stream = new EndlessStream(bytes);
            ImageResult image = ImageResult.FromStream(stream, ColorComponents.RedGreenBlueAlpha);
            return stream.Ended ? throw new EndOfStreamException() : new DecodedImage(image.Width, image.Height, image.Data);
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

    /// <summary>
    /// Height is negative where the top row comes first; the oldest header has shorter fields. Pixels are not compressed, so
    /// it is plain how many bytes there must be.
    /// </summary>
    private static (long Width, long Height) BmpSize(byte[] bytes)
    {
        bool old = BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 14, 4)) == 12;
        (long width, long height) = old
            ? (BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, 18, 2)), BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, 20, 2)))
            : (BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 18, 4)), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 22, 4))));
        long bitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, old ? 24 : 28, 2));
        long rowBytes = (width * bitsPerPixel + 31) / 32 * 4;
        if (width > 0 && width * height <= MaximumPixels && rowBytes * height > bytes.Length) throw new EndOfStreamException();
        return (width, height);
    }

    /// <summary>
    /// Segments of a marker and a length follow each other; a frame header, of any coding, has the size. The marker of the
    /// end occurs nowhere in compressed pixels; without one after the frame header they are not all there.
    /// </summary>
    private static (long Width, long Height) JpegSize(byte[] bytes)
    {
        int at = 2;
        while (true)
        {
            byte mark = Slice(bytes, at, 2)[0], kind = bytes[at + 1];
            if (mark != 0xFF) throw new InvalidDataException("a marker is missing");
            if (kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (bytes.AsSpan(at).IndexOf(s_jpegEnd) < 0) throw new EndOfStreamException();
                return (BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 7, 2)), BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 5, 2)));
            }
            at += kind == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(Slice(bytes, at + 2, 2));
        }
    }

    private static ReadOnlySpan<byte> Slice(byte[] bytes, int at, int count) =>
        bytes.Length - at >= count ? bytes.AsSpan(at, count) : throw new EndOfStreamException();

    private static DataFormatException TooLong(string name, string found) =>
        new(name, $"expected an image, found {found}; more than {MaximumFileBytes:N0} bytes are not read");

    /// <summary>
    /// Never throws, as the decoder would lose its buffers, and never lets it wait: behind the end come markers of the end
    /// of a JPEG image for ever, at which that decoder stops by itself; that of BMP reads as many pixels as were checked.
    /// </summary>
    private sealed class EndlessStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        private bool _second;

        /// <summary>Whether more was asked for than there is, or a place outside.</summary>
        public bool Ended { get; private set; }

        public override int ReadByte()
        {
            if (base.ReadByte() is >= 0 and var b) return b;
            Ended = true;
            _second = !_second;
            return s_jpegEnd[_second ? 0 : 1];
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            if (read == count) return count;
            Ended = true;
            buffer.AsSpan(offset + read, count - read).Clear();
            return count;
        }

        public override long Seek(long offset, SeekOrigin loc)
        {
            long to = offset + (loc == SeekOrigin.Begin ? 0 : loc == SeekOrigin.Current ? Position : Length);
            if (to < 0 || to > Length) Ended = true;
            return base.Seek(Math.Clamp(to, 0, Length), SeekOrigin.Begin);
        }
    }
}
