using System.Numerics.Tensors;
using Receptive.Data;
using Receptive.Data.Idx;
using Xunit;

namespace Receptive.Tests.Data.Idx;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 11))];
    private static readonly byte[] s_plain = Bytes.Idx(s_pixels, 2, 3, 4);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_and_compressed_files_are_read_alike_whatever_their_names()
    {
        foreach (byte[] file in (byte[][])[s_plain, Bytes.Gzip(s_plain)])
            foreach (string name in (string[])["a.gz", "a"])
            {
                Tensor<byte> read = IdxReader.Read(_folder.Write(name, file));
                Assert.Equal([2, 3, 4], read.Lengths.ToArray());
                Assert.Equal(s_pixels, read.ToArray());
            }
    }

    [Fact]
    public void An_array_without_elements_is_read()
    {
        Tensor<byte> read = IdxReader.Read(_folder.Write("empty", Bytes.Idx([], 0, 28, 28)));
        Assert.Equal([0, 28, 28], read.Lengths.ToArray());
    }

    [Fact]
    public void Cut_anywhere_it_says_so()
    {
        for (int length = 0; length < s_plain.Length; length++)
            Assert.Matches("truncated|empty", Refusal(s_plain[..length]));
        byte[] packed = Bytes.Gzip(s_plain);
        for (int length = 2; length < packed.Length; length++)
            Assert.Matches("truncated|corrupted", Refusal(packed[..length]));
        // The unpacked data end early, in a sound gzip file.
        for (int length = 0; length < s_plain.Length; length++)
            Assert.Matches("truncated|empty", Refusal(Bytes.Gzip(s_plain.AsSpan(0, length))));
    }

    [Fact]
    public void Bytes_after_the_end_are_an_error()
    {
        Assert.Contains("found more after", Refusal([.. s_plain, 0]));
        Assert.Contains("found more after", Refusal(Bytes.Gzip([.. s_plain, 0])));
        byte[] packed = Bytes.Gzip(s_plain);
        Assert.Matches("corrupted|bytes follow", Refusal([.. packed, 0]));
        Assert.Matches("corrupted|bytes follow", Refusal([.. packed, .. packed]));
        // Even when the trailer at the very end is right.
        Assert.Contains("bytes follow", Refusal([.. packed[..^8], 1, 2, 3, .. packed[^8..]]));
        Assert.Contains("bytes follow", Refusal([.. packed[..^8], .. new byte[20_000], .. packed[^8..]]));
    }

    [Fact]
    public void A_changed_byte_of_a_compressed_file_is_noticed_or_means_nothing()
    {
        byte[] packed = Bytes.Gzip(s_plain);
        List<int> unnoticed = [];
        for (int i = 0; i < packed.Length; i++)
        {
            byte[] bad = [.. packed];
            bad[i] ^= 0x10;
            try
            {
                Assert.Equal(s_pixels, Read(bad).ToArray());
                unnoticed.Add(i);
            }
            catch (DataFormatException)
            {
            }
        }
        // Time, hints and system in the header, and the bits that fill the last byte before the checksum.
        Assert.All(unnoticed, i => Assert.True(i is >= 4 and < 10 || i == packed.Length - 9, $"byte {i} of {packed.Length}"));
    }

    [Fact]
    public void A_gzip_header_with_all_its_optional_parts_is_read()
    {
        byte[] packed = Bytes.Gzip(s_plain);
        byte[] header = [0x1F, 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 3, /* extra */ 2, 0, 9, 9, /* name */ (byte)'n', 0, /* comment */ (byte)'c', 0, /* checksum */ 7, 7];
        Assert.Equal(s_pixels, Read([.. header, .. packed[10..]]).ToArray());
        for (int length = 2; length < header.Length; length++)
            Assert.Contains("truncated", Refusal(header[..length]));
    }

    [Theory]
    [InlineData(0x09, "signed byte")]
    [InlineData(0x0B, "16-bit integer")]
    [InlineData(0x0C, "32-bit integer")]
    [InlineData(0x0D, "32-bit float")]
    [InlineData(0x0E, "64-bit float")]
    public void Other_element_types_are_refused_by_name(byte type, string name) =>
        Assert.Contains(name, Refusal([.. Bytes.IdxHeader(type, 2), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));

    public static TheoryData<byte[], string> OtherFiles => new()
    {
        { "<!DOCTYPE html><html>"u8.ToArray(), "web page" },
        { "PK\u0003\u0004----"u8.ToArray(), "zip" },
        { [0x89, .. "PNG\r\n"u8], "PNG" },
        { "version https://git-lfs.github.com/spec/v1"u8.ToArray(), "git lfs pull" },
        { [0x93, .. "NUMPY"u8, 1, 0], "NumPy" },
        { "5,0,0,0,0"u8.ToArray(), "the bytes 352C302C" },
        { [0, 0, 8, 0], "the bytes 00000800" },
        { [0, 0, 8, 9], "the bytes 00000809" },
        { [0, 1, 8, 1, 0, 0, 0, 0], "the bytes 00010801" },
        { Bytes.Gzip("<html>"u8), "web page" },
        { Bytes.Gzip(Bytes.Gzip(s_plain)), "gzip" },
    };

    [Theory]
    [MemberData(nameof(OtherFiles), DisableDiscoveryEnumeration = true)]
    public void A_file_of_another_kind_is_called_by_its_kind(byte[] content, string kind)
    {
        string message = Refusal(content);
        Assert.Contains("expected an IDX file", message);
        Assert.Contains(kind, message);
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x7FFFFFFFu, 2u)]
    [InlineData(1_000_000_000u)]
    [InlineData(60_000u, 28u, 28u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(0x10000u, 0x10000u, 0x10000u, 0x10000u)]
    public void A_lying_header_costs_no_memory(params uint[] shape)
    {
        string plain = _folder.Write("plain", [.. Bytes.IdxHeader(8, shape), 1, 2, 3]);
        string packed = _folder.Write("packed", Bytes.Gzip([.. Bytes.IdxHeader(8, shape), 1, 2, 3]));
        foreach (string path in (string[])[plain, packed])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            DataFormatException error = Assert.Throws<DataFormatException>(() => IdxReader.Read(path));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 200_000, $"allocated {allocated:N0} bytes: {error.Message}");
            Assert.StartsWith(path, error.Message);
        }
    }

    [Fact]
    public void A_claim_that_could_be_true_is_believed_only_as_bytes_arrive()
    {
        // 40 kB of noise could unpack to 40 MB, but do not.
        byte[] noise = new byte[40_000];
        new Random(1).NextBytes(noise);
        string path = _folder.Write("noise", Bytes.Gzip([.. Bytes.IdxHeader(8, 40_000_000), .. noise]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("promises 40,000,000", Assert.Throws<DataFormatException>(() => IdxReader.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void A_decompression_bomb_is_refused()
    {
        // What counts is the claim: nobody waits until it has unpacked.
        byte[] noise = new byte[400_000];
        new Random(2).NextBytes(noise);
        _folder.Write("bomb.gz", Bytes.Gzip([.. Bytes.IdxHeader(8, 300_000_000), .. noise]));
        Assert.Contains("bomb", Assert.Throws<DataFormatException>(() => IdxReader.Read(_folder["bomb.gz"])).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported_by_the_system() =>
        Assert.Throws<FileNotFoundException>(() => IdxReader.Read(_folder["missing"]));

    private Tensor<byte> Read(byte[] content) => IdxReader.Read(_folder.Write("file", content));

    private string Refusal(byte[] content)
    {
        string message = Assert.Throws<DataFormatException>(() => Read(content)).Message;
        Assert.StartsWith(_folder["file"], message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
