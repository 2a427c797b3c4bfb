using System.Buffers.Binary;
using System.IO.Compression;

namespace Receptive.Cli.Tests;

/// <summary>A folder with MNIST's four files, small, and broken in one way.</summary>
internal static class IdxFolder
{
    private const int Images = 30;

    public static void Write(string folder, string damage)
    {
        Directory.CreateDirectory(folder);
        byte[] images = ImageFile(Images), labels = LabelFile(Images, largest: 9);
        var files = new Dictionary<string, byte[]>
        {
            ["train-images-idx3-ubyte"] = images,
            ["train-labels-idx1-ubyte"] = labels,
            ["t10k-images-idx3-ubyte"] = images,
            ["t10k-labels-idx1-ubyte"] = labels,
        };
        switch (damage)
        {
            case "missing":
                files.Remove("t10k-labels-idx1-ubyte");
                break;
            case "truncated":
                files["train-images-idx3-ubyte"] = images[..1000];
                break;
            case "truncated gz":
                Pack(files, bytes => bytes[..(bytes.Length / 2)]);
                break;
            case "corrupted gz":
                Pack(files, bytes =>
                {
                    bytes[bytes.Length / 2] ^= 0x55;
                    return bytes;
                });
                break;
            case "renamed":
                files["train-images-idx3-ubyte"] = labels;
                break;
            case "claims more":
                BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), 2_000_000_000);
                break;
            case "label outside":
                files["train-labels-idx1-ubyte"] = LabelFile(Images, largest: 10);
                break;
            case "counts differ":
                files["train-labels-idx1-ubyte"] = LabelFile(Images - 1, largest: 9);
                break;
            case "text":
                files["train-labels-idx1-ubyte"] = [.. "<html>not found</html>"u8];
                break;
        }

        foreach ((string name, byte[] bytes) in files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private static void Pack(Dictionary<string, byte[]> files, Func<byte[], byte[]> damage)
    {
        const string name = "train-images-idx3-ubyte";
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(files[name]);
        files.Remove(name);
        files[name + ".gz"] = damage(packed.ToArray());
    }

    private static byte[] ImageFile(int count)
    {
        byte[] file = new byte[16 + (count * 28 * 28)];
        file[2] = 8;
        file[3] = 3;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), 28);
        for (int i = 16; i < file.Length; i++) file[i] = (byte)(i * 31 % 251);
        return file;
    }

    private static byte[] LabelFile(int count, int largest)
    {
        byte[] file = new byte[8 + count];
        file[2] = 8;
        file[3] = 1;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), count);
        for (int i = 0; i < count; i++) file[8 + i] = (byte)(i % (largest + 1));
        return file;
    }
}
