using System.Buffers.Binary;
using Receptive.Data;
using Receptive.Data.Handwriting;
using Receptive.Data.Images;
using Xunit;

namespace Receptive.Tests.Data;

public sealed class ImagePreparationTests : IDisposable
{
    private const int PageWidth = 420, PageHeight = 360;

    /// <summary>A ring of 48x64 pixels, dark on white, as another program's encoder wrote it.</summary>
    private static readonly byte[] s_jpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCABA" +
        "ADABAREA/8QAGQABAAMBAQAAAAAAAAAAAAAAAAUGBwQD/8QAKBAAAgEDAwMEAwEBAAAAAAAAAQIDAAQRBQYhBxIxE0FRkSJxgRUj/9oACAEBAAA/ANOpSlKUpWXbn6h3" +
        "/wDoS2uhvHDbwv2+v2rI0pGQSM5XtPtxngHPOK7dl77ur7UItM1oxs034xXAAQluThh458DAHOBg5yNEpSqz1D1E6dtO4CFhJdMLdSACB3ZLZz7FQw/o/dVvpRo6O1zrMoVm" +
        "jb0IR5KnALN44OCACD7tUb1P0dLDXI7+EKsd+pZkHGJFx3HAHg5U+5J7q0jbGonVtuWN85YySRASFgAWdfxY4HGCQTUpSs56vSOItKiDsI2aVmTPBI7MEj5GT9mrB06jRNl2" +
        "TIiq0jSM5AwWPewyfk4AH8FRvViNDt20lKKZFuwqvjkAo2QD8HA+hXp0qkd9rzK7syx3bqgJyFHapwPgZJP9NXSlZ31dt5WtdMuVXMUbyRs2RwzBSBj9K31U303uIptm2scb" +
        "ZaB5I5Bg/i3eWx9MD/ajerNxEuhWdszYlkufUVcHlVVgTn9sv3XT0tt5YdqvJIuFnuXkjOR+S4Vc/akfyrlSoDfGlNq+17mGGP1LiHE0I5z3L5AA8kqWAHyRVI6Z7ig06e40" +
        "3ULiOC2m/wCsckjBVVwMEE49wB5OPx+TXFv7Wv8Af3DHa6efXt7b/lD6Q7vVdsdxXjJycKPIPbkea1PQdOGkaHZ2AChoYgH7SSC55YgnnBYk1IUpVA3P07bUNQlv9Juo4nnf" +
        "vlhnz29xyWYMMnk44x7nnwK69n7FGh3i6jf3Cz3iKRGkWQkecgnJ5YkH4GMnzwaulKUpSlK//9k=");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> AllDigits => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(AllDigits))]
    public void A_digit_on_any_page_comes_out_as_MNIST_would_have_it(int digit)
    {
        byte[] original = Digit(digit);
        byte[] page = Enlarge(original);
        byte[] inverted = Array.ConvertAll(page, v => (byte)(255 - v));
        byte[] faint = Array.ConvertAll(page, v => (byte)(170 - v / 4));
        byte[] noisy = Array.ConvertAll(faint, v => v);
        var random = new Random(digit);
        for (int i = 0; i < noisy.Length; i++)
        {
            // Light falls from the left, and the camera adds noise.
            int x = i % PageWidth;
            noisy[i] = (byte)Math.Clamp(noisy[i] + 60 - 100 * x / PageWidth + random.Next(-6, 7), 0, 255);
        }
        (string Name, byte[] File, string Polarity)[] pages =
        [
            ("light.png", Bytes.Png(PageWidth, PageHeight, 1, page), "light on dark"),
            ("dark.png", Bytes.Png(PageWidth, PageHeight, 1, inverted), "dark on light (inverted)"),
            ("dark.bmp", Bytes.Bmp(PageWidth, PageHeight, inverted), "dark on light (inverted)"),
            ("faint.png", Bytes.Png(PageWidth, PageHeight, 1, faint), "dark on light (inverted)"),
            ("photo.png", Bytes.Png(PageWidth, PageHeight, 1, noisy), "dark on light (inverted)"),
            ("black on transparent.png", Bytes.Png(PageWidth, PageHeight, 2, [.. page.SelectMany(v => (byte[])[0, v])]), "dark on light (inverted)"),
            ("white on transparent.png", Bytes.Png(PageWidth, PageHeight, 2, [.. page.SelectMany(v => (byte[])[255, v])]), "light on dark"),
            ("blue on yellow.png", Bytes.Png(PageWidth, PageHeight, 3, [.. page.SelectMany(v => (byte[])[(byte)(255 - v), (byte)(255 - v), (byte)(v / 2)])]), "dark on light (inverted)"),
        ];
        foreach ((string name, byte[] file, string polarity) in pages)
        {
            PreparedImage prepared = ImagePreparation.For(_folder.Write(name, file), 28, 28, 1);
            Assert.Equal([1, 28, 28, 1], prepared.Input.Lengths.ToArray());
            Assert.Contains($"420x360, {polarity}", prepared.Description);
            Assert.Contains("centred by its mass in 28x28", prepared.Description);
            double difference = Difference(prepared, original);
            Assert.True(difference < 0.025, $"{name}: {difference:f4}");
        }
    }

    [Fact]
    public void An_image_out_of_MNIST_is_taken_as_it_is()
    {
        byte[] original = Digit(5);
        PreparedImage prepared = ImagePreparation.ForDigit(_folder.Write("5.png", Bytes.Png(28, 28, 1, original)));
        Assert.Equal(original.Select(v => v / 255f), prepared.Input.ToArray());
        Assert.Contains("taken as it is", prepared.Description);
        // Inverted, it goes the long way, and arrives at nearly the same.
        PreparedImage inverted = ImagePreparation.ForDigit(_folder.Write("5i.png", Bytes.Png(28, 28, 1, Array.ConvertAll(original, v => (byte)(255 - v)))));
        Assert.Contains("inverted", inverted.Description);
        Assert.InRange(Difference(inverted, original), 0, 0.06);
    }

    [Fact]
    public void Specks_are_dropped_and_said_to_be()
    {
        byte[] page = Enlarge(Digit(7));
        foreach ((int x, int y) in ((int, int)[])[(5, 5), (410, 350), (10, 340)])
            for (int k = 0; k < 9; k++)
                page[(y + k / 3) * PageWidth + x + k % 3] = 255;
        PreparedImage prepared = ImagePreparation.ForDigit(_folder.Write("7.png", Bytes.Png(PageWidth, PageHeight, 1, page)));
        Assert.Contains("3 specks dropped", prepared.Description);
        Assert.InRange(Difference(prepared, Digit(7)), 0, 0.025);
    }

    [Theory]
    [InlineData(1, 1, 255)]
    [InlineData(28, 28, 0)]
    [InlineData(300, 200, 128)]
    public void A_blank_image_is_an_error(int width, int height, byte level)
    {
        byte[] page = new byte[width * height];
        page.AsSpan().Fill(level);
        var random = new Random(0);
        for (int i = 0; i < page.Length; i++)
            page[i] = (byte)Math.Clamp(page[i] + random.Next(-4, 5), 0, 255);
        Assert.Contains("is the image blank?", Refusal(Bytes.Png(width, height, 1, page)));
    }

    [Fact]
    public void A_JPEG_is_decoded()
    {
        PreparedImage prepared = ImagePreparation.ForDigit(_folder.Write("0.jpg", s_jpeg));
        Assert.Contains("48x64, dark on light", prepared.Description);
        float[] pixels = prepared.Input.ToArray();
        Assert.InRange(pixels[14 * 28 + 14], 0, 0.05f);
        Assert.InRange(pixels.Max(), 0.9f, 1);
    }

    [Fact]
    public void Other_inputs_get_the_whole_image_resized()
    {
        byte[] colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255];
        string path = _folder.Write("c.png", Bytes.Png(2, 2, 3, colours));
        PreparedImage same = ImagePreparation.For(path, 2, 2, 3);
        Assert.Equal([1, 2, 2, 3], same.Input.Lengths.ToArray());
        Assert.Equal(colours.Select(v => v / 255f), same.Input.ToArray());
        PreparedImage one = ImagePreparation.For(path, 1, 1, 3);
        Assert.All(one.Input.ToArray(), v => Assert.Equal(128 / 255f, v));
        PreparedImage grey = ImagePreparation.For(path, 4, 8, 1);
        Assert.Equal([1, 4, 8, 1], grey.Input.Lengths.ToArray());
        Assert.Equal(76 / 255f, grey.Input[0, 0, 0, 0]);
        Assert.Equal(1f, grey.Input[0, 3, 7, 0]);
        Assert.Contains("made grey, scaled to 8x4 (proportions changed)", grey.Description);
        Assert.Contains("(784)", Assert.Throws<ArgumentException>(() => ImagePreparation.For(path, 784)).Message);
        Assert.Contains("takes 2", Assert.Throws<ArgumentException>(() => ImagePreparation.For(path, 28, 28, 2)).Message);
    }

    [Fact]
    public void Shrinking_averages_areas()
    {
        var source = new Raster(3, 1, [0, 90, 255]);
        Assert.Equal(new byte[] { 30, 200 }, source.Resize(2, 1).Pixels);
        Assert.Equal(new byte[] { 115 }, source.Resize(1, 1).Pixels);
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        byte[] page = Digit(3);
        foreach (byte[] whole in (byte[][])[Bytes.Png(28, 28, 1, page), Bytes.Bmp(28, 28, page), s_jpeg])
            for (int length = 0; length < whole.Length - 2; length++)
                Refusal(whole[..length]);
    }

    /// <summary>
    /// The decoder's buffers of one such image are 27 MB or more of native memory, which no garbage collector gives back.
    /// </summary>
    [Fact]
    public void Damaged_images_leave_no_memory_behind()
    {
        const int side = 3000;
        byte[] jpeg = [.. s_jpeg];
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]), scan = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xDA]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), side);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), side);
        byte[] truncated = jpeg[..^20];
        // A comment that holds the marker of the end: the end is missing all the same.
        byte[] disguised = [.. truncated[..scan], 0xFF, 0xFE, 0, 4, 0xFF, 0xD9, .. truncated[scan..]];
        byte[] bmp = Bytes.Bmp(side, side, new byte[side * side]);
        byte[] lateBmp = [.. bmp];
        BinaryPrimitives.WriteInt32LittleEndian(lateBmp.AsSpan(10), 1_000_000); // where the pixels are said to begin
        foreach (byte[] image in (byte[][])[truncated, disguised, bmp[..^5000], lateBmp])
        {
            Refuse(image);
            int buffers = StbImageSharp.StbImage.NativeAllocations;
            long memory = Memory();
            for (int i = 0; i < 50; i++) Refuse(image);
            Assert.Equal(buffers, StbImageSharp.StbImage.NativeAllocations);
            Assert.InRange(Memory() - memory, long.MinValue, 50 << 20);
        }

        void Refuse(byte[] image) => Assert.Contains(
            image == lateBmp ? "corrupted" : "truncated", Assert.Throws<DataFormatException>(() => ImagePreparation.For(image, 28, 28, 1)).Message);

        static long Memory()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Environment.WorkingSet;
        }
    }

    [Fact]
    public void Images_in_memory_and_in_streams_are_those_in_files()
    {
        float[] expected = ImagePreparation.For(_folder.Write("0.jpg", s_jpeg), 28, 28, 1).Input.ToArray();
        Assert.Equal(expected, ImagePreparation.For(s_jpeg, 28, 28, 1).Input.ToArray());
        using var stream = new MemoryStream([1, 2, 3, .. s_jpeg]);
        stream.Position = 3;
        PreparedImage streamed = ImagePreparation.For(stream, 28, 28, 1);
        Assert.Equal(expected, streamed.Input.ToArray());
        Assert.Equal("the image", streamed.File);
        Assert.StartsWith("the image: truncated JPEG", Assert.Throws<DataFormatException>(() => ImagePreparation.For(s_jpeg[..500], 28, 28, 1)).Message);
    }

    [Fact]
    public void Changed_bytes_are_errors_or_harmless()
    {
        int buffers = StbImageSharp.StbImage.NativeAllocations;
        byte[] page = Digit(3);
        var random = new Random(1);
        foreach (byte[] whole in (byte[][])[Bytes.Png(28, 28, 1, page), Bytes.Bmp(28, 28, page), s_jpeg])
            for (int i = 0; i < 400; i++)
            {
                byte[] bad = [.. whole];
                for (int k = random.Next(1, 5); k > 0; k--)
                    bad[random.Next(random.Next(2) == 0 ? Math.Min(64, bad.Length) : bad.Length)] = (byte)random.Next(256);
                try
                {
                    Assert.Equal(784, ImagePreparation.ForDigit(_folder.Write("bad", bad)).Input.FlattenedLength);
                }
                catch (DataFormatException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        Assert.Equal(buffers, StbImageSharp.StbImage.NativeAllocations);
    }

    [Fact]
    public void Huge_images_are_refused_by_their_headers()
    {
        byte[] png = Bytes.Png(28, 28, 1, Digit(0));
        byte[] bmp = Bytes.Bmp(28, 28, Digit(0)), jpeg = [.. s_jpeg];
        byte[] hugePng = [.. png[..8], .. Bytes.PngHeader(20_000, 20_000, 4), .. png[33..]];
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 20_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), -20_000);
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 20_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 20_000);
        foreach (byte[] file in (byte[][])[hugePng, bmp, jpeg])
        {
            string path = _folder.Write("huge", file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("20,000x20,000; images of more than 50 megapixels", Assert.Throws<DataFormatException>(() => ImagePreparation.ForDigit(path)).Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
        }
    }

    [Fact]
    public void A_PNG_that_unpacks_to_more_or_less_than_its_size_is_refused()
    {
        byte[] png = Bytes.Png(28, 28, 1, Digit(0));
        Assert.Contains("unpack to more than 10 bytes", Refusal([.. png[..8], .. Bytes.PngHeader(1, 5, 1), .. png[33..]]));
        Assert.Contains("unpack to 812 bytes, its size needs 870", Refusal([.. png[..8], .. Bytes.PngHeader(28, 30, 1), .. png[33..]]));
        Assert.Contains("claims a size of 0x28", Refusal([.. png[..8], .. Bytes.PngHeader(0, 28, 1), .. png[33..]]));
    }

    [Theory]
    [InlineData("GIF89a.....", "a GIF image")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ", "WebP")]
    [InlineData("<!DOCTYPE html>", "a web page")]
    [InlineData("hello", "the bytes 68656C6C")]
    [InlineData("", "an empty file")]
    public void Other_files_are_called_by_their_kind(string content, string kind)
    {
        string message = Refusal(System.Text.Encoding.Latin1.GetBytes(content));
        Assert.Contains("expected a PNG, JPEG or BMP image, found", message);
        Assert.Contains(kind, message);
    }

    private string Refusal(byte[] content)
    {
        string path = _folder.Write("image", content);
        string message = Assert.Throws<DataFormatException>(() => ImagePreparation.ForDigit(path)).Message;
        Assert.StartsWith(path, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>Mean difference of the pixels, up to a step of one pixel: a centre of mass near the middle of two falls to either.</summary>
    private static double Difference(PreparedImage prepared, byte[] expected)
    {
        float[] pixels = prepared.Input.ToArray();
        double best = 1;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
            {
                double sum = 0;
                for (int y = 1; y < 27; y++)
                    for (int x = 1; x < 27; x++)
                        sum += Math.Abs(pixels[(y + dy) * 28 + x + dx] - expected[y * 28 + x] / 255.0);
                best = Math.Min(best, sum / 784);
            }
        return best;
    }

    private static byte[] Digit(int digit)
    {
        byte[] image = new byte[784];
        var random = new StableRandom(11, (ulong)digit);
        new DigitPainter().Draw(digit, ref random, image);
        return image;
    }

    /// <summary>Eight times as large, somewhere on a larger dark page.</summary>
    private static byte[] Enlarge(byte[] image)
    {
        Raster large = new Raster(28, 28, image).Resize(224, 224);
        byte[] page = new byte[PageWidth * PageHeight];
        for (int y = 0; y < 224; y++)
            large.Pixels.AsSpan(224 * y, 224).CopyTo(page.AsSpan((y + 90) * PageWidth + 130));
        return page;
    }
}
