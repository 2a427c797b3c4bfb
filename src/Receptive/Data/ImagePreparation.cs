using System.Numerics.Tensors;
using Receptive.Data.Images;

namespace Receptive.Data;

/// <summary>An image made ready for a model.</summary>
/// <param name="File">The file it came from, or "the image" if it came from none.</param>
/// <param name="Input">[1, height, width, channels], 0 to 1.</param>
/// <param name="Description">What was done to it, for the user to read; one line.</param>
public sealed record PreparedImage(string File, Tensor<float> Input, string Description);

/// <summary>
/// Turns a picture as people have them (PNG, JPEG or BMP, of any size, dark on light or light on dark) into what a model
/// was trained on.
/// </summary>
public static class ImagePreparation
{
    /// <summary>Writing is looked for at no more than this many pixels a side.</summary>
    private const int WorkingSize = 640;

    /// <summary>What an image without a file is called in messages.</summary>
    private const string InMemory = "the image";

    /// <summary>Prepares an image for a model: as a handwritten digit for inputs of 28x28x1, else by resizing the whole.</summary>
    /// <param name="path">A PNG, JPEG or BMP file.</param>
    /// <param name="inputShape">The model's input without its batch: height, width, channels.</param>
    /// <exception cref="DataFormatException">The file is no such image, is corrupted, too large, or shows nothing.</exception>
    /// <exception cref="ArgumentException">The model takes no images: its input has another rank, or neither one nor three channels.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PreparedImage For(string path, params ReadOnlySpan<int> inputShape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return For(ImageDecoder.Decode(path), path, inputShape);
    }

    /// <summary>Prepares an image that is in memory, as <see cref="For(string, ReadOnlySpan{int})"/> does one in a file.</summary>
    /// <param name="image">The bytes of a PNG, JPEG or BMP file.</param>
    /// <param name="inputShape">The model's input without its batch: height, width, channels.</param>
    /// <exception cref="DataFormatException">The bytes are no such image, are corrupted, too large, or show nothing.</exception>
    /// <exception cref="ArgumentException">The model takes no images: its input has another rank, or neither one nor three channels.</exception>
    public static PreparedImage For(byte[] image, params ReadOnlySpan<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(image);
        return For(ImageDecoder.Decode(image, InMemory), InMemory, inputShape);
    }

    /// <summary>Prepares an image from a stream, such as an upload, as <see cref="For(string, ReadOnlySpan{int})"/> does one in a file.</summary>
    /// <param name="image">A PNG, JPEG or BMP file, read from the current position to the end; it is not closed.</param>
    /// <param name="inputShape">The model's input without its batch: height, width, channels.</param>
    /// <exception cref="DataFormatException">The stream is no such image, is corrupted, too large, or shows nothing.</exception>
    /// <exception cref="ArgumentException">The model takes no images: its input has another rank, or neither one nor three channels.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static PreparedImage For(Stream image, params ReadOnlySpan<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(image);
        return For(ImageDecoder.Decode(image, InMemory), InMemory, inputShape);
    }

    private static PreparedImage For(DecodedImage image, string name, ReadOnlySpan<int> inputShape)
    {
        if (inputShape is [28, 28, 1]) return Digit(image, name);
        return inputShape is [var height, var width, var channels]
            ? Resized(image, name, height, width, channels)
            : throw new ArgumentException($"An image needs a model whose input is (height, width, channels); this one takes ({string.Join(", ", inputShape.ToArray())}).", nameof(inputShape));
    }

    /// <summary>
    /// Prepares a handwritten digit by MNIST's recipe: grey levels, light ink on dark paper, cropped to the ink, scaled into
    /// 20x20 keeping its proportions, and set into 28x28 with the centre of mass in the middle.
    /// </summary>
    /// <param name="path">A PNG, JPEG or BMP file.</param>
    /// <exception cref="DataFormatException">The file is no such image, is corrupted, too large, or blank.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PreparedImage ForDigit(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Digit(ImageDecoder.Decode(path), path);
    }

    private static PreparedImage Digit(DecodedImage image, string path)
    {
        Raster page = Raster.Grey(image);
        string size = $"{page.Width}x{page.Height}";
        if (MnistFrame.IsFramed(page.Pixels, page.Width, page.Height))
            return new PreparedImage(path, ToTensor([page], MnistFrame.Size, MnistFrame.Size), $"{size}, light on dark, framed as MNIST's digits already: taken as it is");

        int longest = Math.Max(page.Width, page.Height);
        if (longest > WorkingSize)
            page = page.Resize(Math.Max(1, page.Width * WorkingSize / longest), Math.Max(1, page.Height * WorkingSize / longest));
        Ink ink = Ink.Find(page)
            ?? throw new DataFormatException(path, $"{size}, but nothing stands out from the background: is the image blank?");
        byte[] framed = new byte[MnistFrame.Size * MnistFrame.Size];
        MnistFrame.Box box = MnistFrame.Place(ink.Levels.Pixels, page.Width, page.Height, framed)
            ?? throw new DataFormatException(path, $"{size}, but no ink was found on it");
        double scale = (double)longest / Math.Max(page.Width, page.Height);
        string specks = ink.Specks switch { 0 => "", 1 => ", 1 speck dropped", var n => $", {n} specks dropped" };
        string description =
            $"{size}, {(ink.DarkOnLight ? "dark on light (inverted)" : "light on dark")}{specks}, cropped to the ink of {box.SourceWidth * scale:0}x{box.SourceHeight * scale:0}, " +
            $"scaled to {box.Width}x{box.Height}, centred by its mass in 28x28";
        return new PreparedImage(path, ToTensor([new Raster(MnistFrame.Size, MnistFrame.Size, framed)], MnistFrame.Size, MnistFrame.Size), description);
    }

    /// <summary>Prepares an image by resizing all of it to the model's input, with values from 0 to 1.</summary>
    /// <param name="path">A PNG, JPEG or BMP file.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="channels">1 for grey levels, 3 for red, green, blue.</param>
    /// <exception cref="DataFormatException">The file is no such image, is corrupted or too large.</exception>
    /// <exception cref="ArgumentException">A size below 1, or neither one nor three channels.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PreparedImage Resize(string path, int height, int width, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Resized(ImageDecoder.Decode(path), path, height, width, channels);
    }

    private static PreparedImage Resized(DecodedImage image, string path, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is not (1 or 3))
            throw new ArgumentException($"An image has 1 channel (grey) or 3 (red, green, blue); the model takes {channels}.", nameof(channels));
        Raster[] planes = channels == 1 ? [Raster.Grey(image)] : [Raster.Channel(image, 0), Raster.Channel(image, 1), Raster.Channel(image, 2)];
        bool same = image.Width == width && image.Height == height;
        bool stretched = (long)image.Width * height != (long)image.Height * width;
        if (!same)
            planes = Array.ConvertAll(planes, p => p.Resize(width, height));
        string description = $"{image.Width}x{image.Height}, {(channels == 1 ? "made grey" : "in colour")}, " +
            $"{(same ? "of the model's size" : $"scaled to {width}x{height}{(stretched ? " (proportions changed)" : "")}")}, divided by 255";
        return new PreparedImage(path, ToTensor(planes, height, width), description);
    }

    private static Tensor<float> ToTensor(Raster[] planes, int height, int width)
    {
        float[] values = new float[height * width * planes.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = planes[i % planes.Length].Pixels[i / planes.Length] / 255f;
        return Tensor.Create(values, [1, height, width, planes.Length]);
    }
}
