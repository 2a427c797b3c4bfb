using System.Buffers.Binary;
using System.IO.Compression;

namespace Receptive.Benchmarks.Common;

/// <summary>
/// Images and labels for the benchmarks: MNIST where RECEPTIVE_DATA has it, else random bytes, which cost the same
/// arithmetic. Read here and not by the library, so that the peers need nothing of it.
/// </summary>
/// <param name="Images">Pixels 0 to 1, one image after another, 28 rows of 28.</param>
/// <param name="Labels">One class 0 to 9 an image.</param>
/// <param name="Source">"mnist" or "random".</param>
internal sealed record Digits(float[] Images, byte[] Labels, string Source)
{
    private const int TrainingImages = 60_000;
    private const int TestImages = 10_000;
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    public int Count => Labels.Length;

    public static Digits Training() => Load("train", TrainingImages);

    public static Digits Test() => Load("t10k", TestImages);

    private static Digits Load(string part, int count)
    {
        string? folder = Environment.GetEnvironmentVariable("RECEPTIVE_DATA");
        byte[]? images = folder is null ? null : Read(Path.Combine(folder, "mnist", $"{part}-images-idx3-ubyte"));
        byte[]? labels = folder is null ? null : Read(Path.Combine(folder, "mnist", $"{part}-labels-idx1-ubyte"));
        if (images is null || labels is null)
            return Random(count);

        int inFile = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(4));
        if (inFile != count || images.Length != ImageHeader + (count * NotebookModel.ImageSize) || labels.Length != LabelHeader + count)
            throw new InvalidDataException($"{folder}/mnist: {part} should hold {count} images of 28x28 with labels, but says {inFile} and has {images.Length} and {labels.Length} bytes");
        return new Digits(Scale(images.AsSpan(ImageHeader)), labels[LabelHeader..], "mnist");
    }

    private static Digits Random(int count)
    {
        System.Random random = new(7);
        byte[] pixels = new byte[count * NotebookModel.ImageSize];
        random.NextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
            labels[i] = (byte)random.Next(NotebookModel.Classes);
        return new Digits(Scale(pixels), labels, "random");
    }

    private static float[] Scale(ReadOnlySpan<byte> pixels)
    {
        float[] scaled = new float[pixels.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = pixels[i] / 255f;
        return scaled;
    }

    private static byte[]? Read(string path)
    {
        if (File.Exists(path))
            return File.ReadAllBytes(path);
        if (!File.Exists(path + ".gz"))
            return null;
        using GZipStream stream = new(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
