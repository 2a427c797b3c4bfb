using System.Numerics.Tensors;

namespace Receptive.Pictures;

/// <summary>
/// An image as bytes, ready to be shown: in a figure, in a report or in the terminal. Numbers become bytes here, once,
/// so that every picture of an image looks the same.
/// </summary>
/// <example><code>
/// Picture digit = Picture.FromTensor(xTest, index: 7);
/// Console.WriteLine(TerminalImage.Render(digit));
/// File.WriteAllBytes("digit.png", digit.ToPng());
/// </code></example>
public sealed class Picture
{
    private readonly byte[] _bytes;

    private Picture(byte[] bytes, int height, int width, int channels) =>
        (_bytes, Height, Width, Channels) = (bytes, height, width, channels);

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>1 for a grey picture, 3 for one in red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>The pixels, row by row from the top, the channels of a pixel side by side.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The colour of a pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pixel is outside the picture.</exception>
    public (byte R, byte G, byte B) this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            int at = (row * Width + column) * Channels;
            return Channels == 1 ? (_bytes[at], _bytes[at], _bytes[at]) : (_bytes[at], _bytes[at + 1], _bytes[at + 2]);
        }
    }

    /// <summary>A picture of bytes as they are.</summary>
    /// <param name="pixels">Row by row, the channels of a pixel side by side; 0 is black, 255 full.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="channels">1 (grey), 3 (red, green, blue) or 4 (with transparency, which is laid over white).</param>
    /// <exception cref="ArgumentException">The number of bytes is not height times width times channels, or channels is none of these.</exception>
    public static Picture FromBytes(ReadOnlySpan<byte> pixels, int height, int width, int channels = 1)
    {
        Check(pixels.Length, height, width, channels);
        if (channels != 4) return new Picture(pixels.ToArray(), height, width, channels);
        byte[] bytes = new byte[height * width * 3];
        for (int i = 0; i < height * width; i++)
        {
            int alpha = pixels[i * 4 + 3];
            for (int c = 0; c < 3; c++) bytes[i * 3 + c] = (byte)((pixels[i * 4 + c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }

        return new Picture(bytes, height, width, 3);
    }

    /// <summary>A picture of an image's numbers: black at the low end of the range, full at the high end.</summary>
    /// <param name="pixels">Row by row, the channels of a pixel side by side.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="channels">1 (grey), 3 (red, green, blue) or 4 (with transparency, which is laid over white).</param>
    /// <param name="range">
    /// The numbers that stand for black and full. By default 0 to 1 if all lie there, 0 to 255 if all lie there, -1 to 1
    /// if all lie there, and otherwise from the smallest to the largest.
    /// </param>
    /// <exception cref="ArgumentException">The number of values is not height times width times channels, or channels is none of these.</exception>
    public static Picture FromFloats(ReadOnlySpan<float> pixels, int height, int width, int channels = 1, (float Low, float High)? range = null)
    {
        Check(pixels.Length, height, width, channels);
        (float low, float high) = range ?? RangeOf(pixels);
        byte[] bytes = new byte[pixels.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Round(255 * ShareOf(pixels[i], low, high));
        return FromBytes(bytes, height, width, channels);
    }

    /// <summary>One image of a batch.</summary>
    /// <param name="images">(batch, height, width, channels), (batch, height, width), or one image of (height, width).</param>
    /// <param name="index">Which of the batch.</param>
    /// <param name="range">As for <see cref="FromFloats"/>; by default chosen from this image.</param>
    /// <exception cref="ArgumentException">The tensor holds no images: the message says what was expected.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of this index.</exception>
    public static Picture FromTensor(Tensor<float> images, int index = 0, (float Low, float High)? range = null)
    {
        (int height, int width, int channels) = CheckIndex(images, index);
        return FromFloats(Flat(images, index, height * width * channels), height, width, channels, range);
    }

    /// <summary>One image of a batch of bytes.</summary>
    /// <param name="images">(batch, height, width, channels), (batch, height, width), or one image of (height, width).</param>
    /// <param name="index">Which of the batch.</param>
    /// <exception cref="ArgumentException">The tensor holds no images: the message says what was expected.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of this index.</exception>
    public static Picture FromTensor(Tensor<byte> images, int index = 0)
    {
        (int height, int width, int channels) = CheckIndex(images, index);
        return FromBytes(Flat(images, index, height * width * channels), height, width, channels);
    }

    /// <summary>A picture of numbers that are no image: a filter, a feature map, a heat map.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="colorMap">The colours; <see cref="ColorMap.Viridis"/> by default.</param>
    /// <param name="range">The numbers at the ends of the colours; by default the smallest and the largest.</param>
    /// <exception cref="ArgumentException">The number of values is not height times width.</exception>
    public static Picture FromValues(
        ReadOnlySpan<float> values, int height, int width, ColorMap? colorMap = null, (float Low, float High)? range = null)
    {
        Check(values.Length, height, width, 1);
        (float low, float high) = range ?? Extremes(values);
        ColorMap colors = colorMap ?? ColorMap.Viridis;
        byte[] bytes = new byte[values.Length * 3];
        for (int i = 0; i < values.Length; i++)
            (bytes[i * 3], bytes[i * 3 + 1], bytes[i * 3 + 2]) = colors.At(ShareOf(values[i], low, high));
        return new Picture(bytes, height, width, 3);
    }

    /// <summary>This picture with a map of numbers laid over it, such as Grad-CAM's.</summary>
    /// <param name="map">Numbers of 0 to 1, row by row; it is stretched to the picture smoothly.</param>
    /// <param name="mapHeight">Rows of the map.</param>
    /// <param name="mapWidth">Numbers in a row of the map.</param>
    /// <param name="colorMap">The colours; <see cref="ColorMap.Heat"/> by default.</param>
    /// <param name="strength">How much of the colour covers the picture where the map is 1; 0 to 1.</param>
    /// <exception cref="ArgumentException">The number of values is not that of the map.</exception>
    public Picture WithOverlay(ReadOnlySpan<float> map, int mapHeight, int mapWidth, ColorMap? colorMap = null, float strength = 0.65f)
    {
        Check(map.Length, mapHeight, mapWidth, 1);
        ColorMap colors = colorMap ?? ColorMap.Heat;
        byte[] bytes = new byte[Height * Width * 3];
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                double share = Bilinear.Sample(map, mapHeight, mapWidth, (row + 0.5) * mapHeight / Height - 0.5, (column + 0.5) * mapWidth / Width - 0.5);
                double weight = strength * Math.Clamp(share, 0, 1);
                (byte r, byte g, byte b) = this[row, column];
                (byte mapR, byte mapG, byte mapB) = colors.At(share);
                int at = (row * Width + column) * 3;
                bytes[at] = Mix(r, mapR, weight);
                bytes[at + 1] = Mix(g, mapG, weight);
                bytes[at + 2] = Mix(b, mapB, weight);
            }
        }

        return new Picture(bytes, Height, Width, 3);

        static byte Mix(byte from, byte to, double weight) => (byte)Math.Round(from + (to - from) * weight);
    }

    /// <summary>Pictures in a row, as high as the highest, two dark columns between them.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    internal static Picture Beside(params ReadOnlySpan<Picture> pictures)
    {
        const int Gap = 2;
        if (pictures.IsEmpty) throw new ArgumentException("There are no pictures.", nameof(pictures));
        int height = 0, width = -Gap;
        foreach (Picture picture in pictures) (height, width) = (Math.Max(height, picture.Height), width + Gap + picture.Width);
        byte[] bytes = new byte[height * width * 3];
        int left = 0;
        foreach (Picture picture in pictures)
        {
            for (int row = 0; row < picture.Height; row++)
            {
                for (int column = 0; column < picture.Width; column++)
                {
                    int at = (row * width + left + column) * 3;
                    (bytes[at], bytes[at + 1], bytes[at + 2]) = picture[row, column];
                }
            }

            left += picture.Width + Gap;
        }

        return new Picture(bytes, height, width, 3);
    }

    /// <summary>How bright a pixel is to the eye; 0 to 1 (the luma of ITU-R BT.601).</summary>
    public double BrightnessAt(int row, int column)
    {
        (byte r, byte g, byte b) = this[row, column];
        return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
    }

    /// <summary>The picture as a PNG file in memory, one pixel for one.</summary>
    public byte[] ToPng() => PngEncoder.Encode(_bytes, Width, Height, Channels);

    private static float ShareOf(float value, float low, float high) =>
        float.IsNaN(value) || high <= low ? 0 : Math.Clamp((value - low) / (high - low), 0, 1);

    private static (float Low, float High) RangeOf(ReadOnlySpan<float> values)
    {
        (float low, float high) = Extremes(values);
        if (low >= 0 && high <= 1) return (0, 1);
        if (low >= 0 && high <= 255) return (0, 255);
        return low >= -1 && high <= 1 ? (-1, 1) : (low, high);
    }

    private static (float Low, float High) Extremes(ReadOnlySpan<float> values)
    {
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low <= high ? (low, high) : (0, 1);
    }

    private static void Check(int length, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is not (1 or 3 or 4))
            throw new ArgumentException($"A picture has 1 channel (grey), 3 (red, green, blue) or 4 (with transparency); got {channels}.", nameof(channels));
        if (length != (long)height * width * channels)
            throw new ArgumentException($"An image of {height} rows, {width} columns and {channels} channels has {(long)height * width * channels} numbers; got {length}.");
    }

    private static (int Height, int Width, int Channels) CheckIndex<T>(Tensor<T> images, int index)
    {
        ArgumentNullException.ThrowIfNull(images);
        ReadOnlySpan<nint> lengths = images.Lengths;
        (nint batch, int height, int width, int channels) = lengths.Length switch
        {
            2 => (1, (int)lengths[0], (int)lengths[1], 1),
            3 => (lengths[0], (int)lengths[1], (int)lengths[2], 1),
            4 => (lengths[0], (int)lengths[1], (int)lengths[2], (int)lengths[3]),
            _ => throw new ArgumentException(
                $"Images come as (batch, height, width, channels), (batch, height, width) or (height, width); got {lengths.Length} dimensions.", nameof(images)),
        };
        if (index < 0 || index >= batch)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There is no image {index}: the tensor holds {batch}, counted from 0.");
        return (height, width, channels);
    }

    private static T[] Flat<T>(Tensor<T> images, int index, int length)
    {
        T[] pixels = new T[length];
        if (images.IsDense)
        {
            nint[] first = new nint[images.Rank];
            if (images.Rank > 2) first[0] = index;
            images.GetSpan(first, length).CopyTo(pixels);
            return pixels;
        }

        T[] all = new T[images.FlattenedLength];
        images.FlattenTo(all);
        all.AsSpan(index * length, length).CopyTo(pixels);
        return pixels;
    }
}
