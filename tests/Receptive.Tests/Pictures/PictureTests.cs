using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Pictures;
using StbImageSharp;
using Xunit;

namespace Receptive.Tests.Pictures;

public sealed class PictureTests
{
    [Fact]
    public void Range_is_found_by_the_numbers()
    {
        Assert.Equal([0, 128, 255], Picture.FromFloats([0, 0.5f, 1], 1, 3).Bytes.ToArray());
        Assert.Equal([0, 128, 255], Picture.FromFloats([0, 128, 255], 1, 3).Bytes.ToArray());
        Assert.Equal([0, 128, 255], Picture.FromFloats([-1, 0, 1], 1, 3).Bytes.ToArray());
        Assert.Equal([0, 128, 255], Picture.FromFloats([-10, 0, 10], 1, 3).Bytes.ToArray());
        Assert.Equal([0, 0, 255], Picture.FromFloats([float.NaN, 0, 1], 1, 3).Bytes.ToArray());
        Assert.Equal([0, 51], Picture.FromFloats([0, 0.2f], 1, 2).Bytes.ToArray());
    }

    [Fact]
    public void Png_is_read_back_by_others()
    {
        byte[] bytes = [.. Enumerable.Range(0, 5 * 7 * 3).Select(i => (byte)(i * 37))];
        ImageResult read = ImageResult.FromMemory(Picture.FromBytes(bytes, 5, 7, 3).ToPng(), ColorComponents.RedGreenBlue);
        Assert.Equal((7, 5), (read.Width, read.Height));
        Assert.Equal(bytes, read.Data);

        byte[] gray = [.. Enumerable.Range(0, 35).Select(i => (byte)(i * 7))];
        ImageResult grayRead = ImageResult.FromMemory(Picture.FromBytes(gray, 5, 7).ToPng(), ColorComponents.Grey);
        Assert.Equal(gray, grayRead.Data);
    }

    [Fact]
    public void One_image_of_a_batch_is_taken()
    {
        float[] values = [.. Enumerable.Range(0, 2 * 2 * 3).Select(i => i / 11f)];
        Picture second = Picture.FromTensor(Tensor.Create(values, [2, 2, 3, 1]), 1);
        Assert.Equal((2, 3), (second.Height, second.Width));
        Assert.Equal((byte)Math.Round(255 * values[6]), second.Bytes[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.FromTensor(Tensor.Create(values, [2, 2, 3, 1]), 2));
        Assert.Throws<ArgumentException>(() => Picture.FromTensor(Tensor.Create(values, [12])));
        Assert.Throws<ArgumentException>(() => Picture.FromFloats(values, 2, 3));
    }

    [Fact]
    public void Transparent_pixels_are_laid_over_white() =>
        Assert.Equal([255, 255, 255, 10, 20, 30], Picture.FromBytes([10, 20, 30, 0, 10, 20, 30, 255], 1, 2, 4).Bytes.ToArray());

    [Fact]
    public void Overlay_colours_where_the_map_is_strong()
    {
        Picture overlaid = Picture.FromFloats(new float[16], 4, 4).WithOverlay([1, 0], 1, 2, strength: 1);
        Assert.Equal((255, 255, 224), overlaid[0, 0]);
        Assert.Equal((0, 0, 0), overlaid[0, 3]);
    }

    [Fact]
    public void Worst_mistakes_come_first_and_bad_labels_are_refused()
    {
        Tensor<float> probabilities = Tensor.Create(new[] { 0.1f, 0.9f, 0.8f, 0.2f, 0.97f, 0.03f, 0.3f, 0.7f }, [4, 2]);
        Assert.Equal([(2, 1, 0), (0, 0, 1), (3, 0, 1)], Mistakes.Worst(probabilities, [0, 0, 1, 0]).Select(m => (m.Index, m.TrueClass, m.PredictedClass)));
        Assert.Throws<ArgumentException>(() => Mistakes.Worst(probabilities, [0, 0, 2, 0]));
        Assert.Throws<ArgumentException>(() => Mistakes.Worst(probabilities, [0]));
    }
}
