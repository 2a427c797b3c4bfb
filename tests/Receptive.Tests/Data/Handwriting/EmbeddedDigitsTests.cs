using System.Numerics.Tensors;
using System.Security.Cryptography;
using Receptive.Data;
using Receptive.Data.Handwriting;
using Receptive.Data.Images;
using Xunit;

namespace Receptive.Tests.Data.Handwriting;

public sealed class EmbeddedDigitsTests
{
    /// <summary>Every machine must draw these very images.</summary>
    private const string KnownHash = "bf94fc917bcb5967ae1d1260d90d2917e4c12a3d4caeb57db1a8c2a2aa8ba434";

    [Fact]
    public void The_same_seed_draws_the_same_images_everywhere()
    {
        (Tensor<byte> images, Tensor<byte> labels) = EmbeddedDigits.Draw(2000, seed: 1, stream: 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([.. images]);
        hash.AppendData([.. labels]);
        Assert.Equal(KnownHash, Convert.ToHexStringLower(hash.GetHashAndReset()));
        // One by one, in another order, on one thread.
        var painter = new DigitPainter();
        byte[] image = new byte[784];
        foreach (int i in (int[])[1999, 0, 777])
        {
            var random = new StableRandom(1, (ulong)i);
            int label = random.Below(10);
            painter.Draw(label, ref random, image);
            Assert.Equal(label, labels[i]);
            Assert.Equal(images.ToArray()[(784 * i)..(784 * i + 784)], image);
        }
    }

    [Fact]
    public void Other_seeds_and_streams_draw_others()
    {
        byte[] a = [.. EmbeddedDigits.Draw(50, 1, 0).Images];
        Assert.NotEqual(a, [.. EmbeddedDigits.Draw(50, 2, 0).Images]);
        Assert.NotEqual(a, [.. EmbeddedDigits.Draw(50, 1, 1UL << 40).Images]);
    }

    [Fact]
    public void The_dataset_has_MNISTs_sizes_and_no_image_twice()
    {
        ImageDataset data = Datasets.Digits.Load();
        Assert.Equal([60_000, 28, 28], data.TrainImages.Lengths.ToArray());
        Assert.Equal([10_000, 28, 28], data.TestImages.Lengths.ToArray());
        Assert.Contains("seed 0", data.Source);
        int[] counts = new int[10];
        foreach (byte label in data.TrainLabels)
            counts[label]++;
        Assert.All(counts, n => Assert.InRange(n, 5_600, 6_400));
        HashSet<string> seen = [];
        foreach (Tensor<byte> part in (Tensor<byte>[])[data.TrainImages, data.TestImages])
        {
            byte[] pixels = [.. part];
            for (int at = 0; at < pixels.Length; at += 784)
                Assert.True(seen.Add(Convert.ToHexString(SHA256.HashData(pixels.AsSpan(at, 784)))));
        }
    }

    [Fact]
    public void Every_image_is_framed_as_MNISTs_are()
    {
        byte[] pixels = [.. EmbeddedDigits.Draw(3000, 5, 0).Images];
        int framed = 0;
        for (int at = 0; at < pixels.Length; at += 784)
        {
            ReadOnlySpan<byte> image = pixels.AsSpan(at, 784);
            framed += MnistFrame.IsFramed(image, 28, 28) ? 1 : 0;
            Assert.InRange(image.ToArray().Max(), (byte)200, (byte)255);
        }
        // A few are so lopsided that the box would leave the image; MNIST's authors met none.
        Assert.InRange(framed, 2990, 3000);
    }

    [Fact]
    public void Every_style_can_be_drawn_in_every_pose()
    {
        Assert.Equal(10, DigitGlyphs.Styles.Length);
        foreach (Glyph[] styles in DigitGlyphs.Styles)
            foreach (Glyph style in styles)
            {
                Assert.True(style.Weight > 0);
                Assert.All(style.Poses, pose => Assert.All(pose, stroke => Assert.True(stroke.Length >= 3)));
                Assert.All(style.Poses, pose => Assert.All(pose, stroke => Assert.All(stroke, p => Assert.True(p is { X: >= -10 and <= 130, Y: >= -5 and <= 110 }))));
            }
    }

    [Fact]
    public void Random_numbers_are_spread_as_they_should_be()
    {
        var random = new StableRandom(3, 4);
        double sum = 0, squares = 0, least = 1, most = 0;
        const int n = 100_000;
        for (int i = 0; i < n; i++)
        {
            double normal = random.Normal(), uniform = random.Uniform();
            sum += normal;
            squares += normal * normal;
            (least, most) = (Math.Min(least, uniform), Math.Max(most, uniform));
        }
        Assert.InRange(sum / n, -0.02, 0.02);
        Assert.InRange(squares / n, 0.97, 1.03);
        Assert.InRange(least, 0, 0.001);
        Assert.InRange(most, 0.999, 0.9999999999999999);
        // Neighbouring streams have nothing to do with each other.
        int same = Enumerable.Range(0, 1000).Count(i => new StableRandom(0, (ulong)i).Below(10) == new StableRandom(0, (ulong)i + 1).Below(10));
        Assert.InRange(same, 60, 140);
    }
}
