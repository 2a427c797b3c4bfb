using System.Numerics.Tensors;
using Receptive.Data.Images;

namespace Receptive.Data.Handwriting;

/// <summary>The dataset that needs no file: see <see cref="DigitPainter"/>.</summary>
internal static class EmbeddedDigits
{
    public const int TrainCount = 60_000, TestCount = 10_000;

    /// <summary>Test images have streams of their own, far from the training images'.</summary>
    private const ulong TestStream = 1UL << 40;

    /// <summary>Draws no more images than the options ask for: drawing all of them takes seconds.</summary>
    public static ImageDataset Load(DatasetOptions options, IReadOnlyList<string> classNames, string reason = "")
    {
        (Tensor<byte> trainImages, Tensor<byte> trainLabels) = Draw(Math.Min(TrainCount, options.TrainSize ?? TrainCount), options.Seed, 0);
        (Tensor<byte> testImages, Tensor<byte> testLabels) = Draw(Math.Min(TestCount, options.TestSize ?? TestCount), options.Seed, TestStream);
        return new ImageDataset("digits", $"the embedded digits, seed {options.Seed}{reason}", trainImages, trainLabels, testImages, testLabels, classNames);
    }

    internal static (Tensor<byte> Images, Tensor<byte> Labels) Draw(int count, ulong seed, ulong stream)
    {
        const int pixels = MnistFrame.Size * MnistFrame.Size, chunk = 250;
        byte[] images = new byte[count * pixels], labels = new byte[count];
        Parallel.For(
            0, (count + chunk - 1) / chunk, () => new DigitPainter(),
            (c, _, painter) =>
            {
                for (int i = c * chunk; i < Math.Min(count, (c + 1) * chunk); i++)
                {
                    var random = new StableRandom(seed, stream + (ulong)i);
                    labels[i] = (byte)random.Below(10);
                    painter.Draw(labels[i], ref random, images.AsSpan(i * pixels, pixels));
                }
                return painter;
            },
            _ => { });
        return (Tensor.Create(images, [count, MnistFrame.Size, MnistFrame.Size]), Tensor.Create(labels, [(nint)count]));
    }
}
