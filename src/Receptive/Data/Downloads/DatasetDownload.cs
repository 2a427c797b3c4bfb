using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using Receptive.Data.Idx;
using Receptive.Saving;

namespace Receptive.Data.Downloads;

/// <summary>Fetches a dataset, checks it against the published checksums, and keeps it in the cache.</summary>
internal static class DatasetDownload
{
    private const string MnistArchiveSha256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1";

    /// <summary>More than any of the files has; a server may not send more.</summary>
    private const int MaximumBytes = 64 << 20;

    /// <summary>SHA-256 of the unpacked files, in the order of <see cref="IdxFiles.Names"/>: mirrors pack anew, the content stays.</summary>
    private static readonly string[] s_mnistSha256 =
    [
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ];

    private static readonly string[] s_fashionMnistSha256 =
    [
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ];

    /// <exception cref="DownloadException">Neither Keras' storage nor the mirror gave it; the message says why, of each.</exception>
    public static ImageDataset Mnist(DatasetOptions options, IReadOnlyList<string> classNames)
    {
        using var downloader = new Downloader(options);
        try
        {
            return MnistArchive(downloader, options, classNames);
        }
        catch (DownloadException first)
        {
            try
            {
                return IdxFour(downloader, options, "mnist", options.Places.MnistMirror, s_mnistSha256, classNames);
            }
            catch (DownloadException second)
            {
                throw new DownloadException($"{first.Message}; {second.Message}", retry: false, second);
            }
        }
    }

    /// <exception cref="DownloadException">Keras' storage did not give it.</exception>
    public static ImageDataset FashionMnist(DatasetOptions options, IReadOnlyList<string> classNames)
    {
        using var downloader = new Downloader(options);
        return IdxFour(downloader, options, "fashion-mnist", options.Places.KerasStorage, s_fashionMnistSha256, classNames);
    }

    private static ImageDataset MnistArchive(Downloader downloader, DatasetOptions options, IReadOnlyList<string> classNames)
    {
        const string name = "mnist.npz";
        var address = new Uri(options.Places.KerasStorage, name);
        byte[] bytes = downloader.Get(address, MaximumBytes);
        CheckHash(address, SHA256.HashData(bytes), MnistArchiveSha256);
        Keep(options, options.Places.Cache, name, bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        return MnistFamily.FromArchive(stream, address.ToString(), address.ToString(), classNames);
    }

    private static ImageDataset IdxFour(
        Downloader downloader, DatasetOptions options, string dataset, Uri from, string[] hashes, IReadOnlyList<string> classNames)
    {
        var packed = new Dictionary<string, byte[]>();
        ImageDataset result = MnistFamily.FromIdx(dataset, from.ToString(), classNames, Fetch, file => new Uri(from, file + ".gz").ToString());
        // Only a whole and right set is kept.
        foreach ((string file, byte[] bytes) in packed)
            if (!Keep(options, Path.Combine(options.Places.Cache, dataset), file, bytes))
                break;
        return result;

        Tensor<byte> Fetch(string name)
        {
            var address = new Uri(from, name + ".gz");
            byte[] bytes = packed[name + ".gz"] = downloader.Get(address, MaximumBytes);
            using var stream = new MemoryStream(bytes, writable: false);
            Tensor<byte> part;
            try
            {
                part = IdxReader.Read(stream, address.ToString());
            }
            catch (DataFormatException e)
            {
                throw new DownloadException(e.Message, retry: false, e);
            }
            CheckHash(address, HashAsFile(part), hashes[Array.IndexOf(IdxFiles.Names, name)]);
            return part;
        }
    }

    /// <summary>The hash of the IDX file that holds this tensor.</summary>
    private static byte[] HashAsFile(Tensor<byte> part)
    {
        Span<byte> header = stackalloc byte[4 + 4 * part.Rank];
        header.Clear();
        header[2] = 8;
        header[3] = (byte)part.Rank;
        for (int i = 0; i < part.Rank; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header[(4 + 4 * i)..], (uint)part.Lengths[i]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(part.GetSpan(new nint[part.Rank], (int)part.FlattenedLength));
        return hash.GetHashAndReset();
    }

    private static void CheckHash(Uri address, byte[] found, string expected)
    {
        if (!Convert.ToHexStringLower(found).Equals(expected, StringComparison.Ordinal))
            throw new DownloadException($"{address} is not the published file: expected SHA-256 {expected[..12]}..., found {Convert.ToHexStringLower(found)[..12]}...", retry: false);
    }

    /// <summary>A cache that cannot be written costs the next download, not this run.</summary>
    private static bool Keep(DatasetOptions options, string folder, string name, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(Path.Combine(folder, name), bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            options.Notice?.Invoke($"The download could not be kept in {folder} ({e.Message.ReplaceLineEndings(" ")}).");
            return false;
        }
    }
}
