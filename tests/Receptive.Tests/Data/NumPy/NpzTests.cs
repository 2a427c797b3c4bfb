using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using CsCheck;
using Receptive.Data;
using Receptive.Data.NumPy;
using Xunit;

namespace Receptive.Tests.Data.NumPy;

public sealed class NpzTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_types_and_shapes_survive_the_way_there_and_back(bool compress)
    {
        KeyValuePair<string, NpyArray>[] arrays =
        [
            new("f4", NpyArray.Create([1.5f, float.NaN, float.NegativeInfinity, -0f, float.Epsilon, 3], 2, 3)),
            new("f8", NpyArray.Create([Math.PI, -1e300], 2)),
            new("i4", NpyArray.Create([int.MinValue, 0, int.MaxValue], 3, 1, 1)),
            new("i8", NpyArray.Create([long.MinValue, long.MaxValue], 1, 2)),
            new("u1", NpyArray.Create(new byte[] { 0, 255 }, 2)),
            new("b1", NpyArray.Create([true, false, true], 3)),
            new("single value", NpyArray.Create([42f])),
            new("nothing", NpyArray.Create(Array.Empty<float>(), 0, 28, 28)),
            new("große Namen/a.b", NpyArray.Create(new byte[100_000], 100_000)),
        ];
        NpzWriter.Write(_folder["a.npz"], arrays, compress);
        OrderedDictionary<string, NpyArray> read = NpzReader.Read(_folder["a.npz"]);
        Assert.Equal(arrays.Select(a => a.Key), read.Keys);
        foreach ((string name, NpyArray array) in arrays)
        {
            Assert.Equal(array.ElementType, read[name].ElementType);
            Assert.Equal(array.Shape.ToArray(), read[name].Shape.ToArray());
            Assert.Equal(array.Data, read[name].Data);
        }
        Assert.Equal(["a.npz"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Equal_arrays_make_equal_files()
    {
        KeyValuePair<string, NpyArray>[] arrays = [new("x", NpyArray.Create([1f, 2], 2))];
        NpzWriter.Write(_folder["a.npz"], arrays);
        NpzWriter.Write(_folder["b.npz"], arrays);
        Assert.Equal(File.ReadAllBytes(_folder["a.npz"]), File.ReadAllBytes(_folder["b.npz"]));
    }

    [Fact]
    public void Any_tensor_survives() =>
        Gen.Int[0, 4].Array[1, 5].SelectMany(shape => Gen.Float.Array[shape.Aggregate(1, (a, b) => a * b)], (shape, data) => (shape, data)).Sample(t =>
        {
            NpzWriter.Write(_folder["t.npz"], [new("t", NpyArray.Create(t.data, t.shape))], compress: t.data.Length % 2 == 0);
            Tensor<float> back = NpzReader.Read(_folder["t.npz"])["t"].ToTensor<float>();
            return back.Lengths.SequenceEqual(Array.ConvertAll(t.shape, n => (nint)n)) && back.ToArray().AsSpan().SequenceEqual(t.data);
        }, iter: 200, threads: 1);

    [Fact]
    public void A_view_of_a_tensor_is_stored_as_it_looks()
    {
        Tensor<float> matrix = Tensor.Create([1f, 2, 3, 4, 5, 6], [2, 3]);
        NpyArray column = NpyArray.From(matrix.Slice(0..2, 1..2));
        Assert.Equal([2, 1], column.Shape.ToArray());
        Assert.Equal([2f, 5], column.Span<float>().ToArray());
    }

    [Fact]
    public void Fortran_order_is_turned_into_rows()
    {
        // numpy: np.arange(24, dtype='<i4').reshape(2, 3, 4) saved with asfortranarray.
        int[] expected = [.. Enumerable.Range(0, 24)];
        byte[] data = new byte[96];
        int at = 0;
        for (int k = 0; k < 4; k++)
            for (int j = 0; j < 3; j++)
                for (int i = 0; i < 2; i++)
                    BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4 * at++), (i * 3 + j) * 4 + k);
        NpyArray read = NpyReader.Read(_folder.Write("f.npy", Bytes.Npy(Bytes.NpyText("<i4", "(2, 3, 4)", fortran: true), data)));
        Assert.Equal(expected, read.Span<int>().ToArray());
        Assert.Equal([2, 3, 4], read.Shape.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_and_every_lawful_spelling_are_read(byte version)
    {
        string[] headers =
        [
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }            \n",
            "{'shape': (2,), 'descr': '<f4', 'fortran_order': False}",
            "{\"descr\":\"<f4\",\"fortran_order\":True,\"shape\":(2,)}\n",
        ];
        foreach (string header in headers)
            Assert.Equal([1f, 2], NpyReader.Read(_folder.Write("a.npy", Bytes.Npy(header, [0, 0, 128, 63, 0, 0, 0, 64], version))).Span<float>().ToArray());
    }

    [Fact]
    public void A_single_value_has_no_dimensions()
    {
        NpyArray read = NpyReader.Read(_folder.Write("s.npy", Bytes.Npy(Bytes.NpyText("<f4", "()"), [0, 0, 128, 63])));
        Assert.Equal(0, read.Shape.Length);
        Assert.Equal(1f, Assert.Single(read.ToSingle()));
        Assert.Equal("float32 ()", read.ToString());
    }

    [Fact]
    public void Anything_becomes_floats_when_asked()
    {
        Assert.Equal([1f, 0], NpyArray.Create([true, false], 2).ToSingle().ToArray());
        Assert.Equal([7f], NpyArray.Create([7L], 1).ToSingle().ToArray());
        Assert.Equal([-7f], NpyArray.Create([-7], 1).ToSingle().ToArray());
        Assert.Equal([0.5f], NpyArray.Create([0.5], 1).ToSingle().ToArray());
        Assert.Equal([255f], NpyArray.Create(new byte[] { 255 }, 1).ToSingle().ToArray());
        Assert.Contains("int32, not Single", Assert.Throws<InvalidOperationException>(() => NpyArray.Create([1], 1).ToTensor<float>()).Message);
    }

    public static TheoryData<string, byte[], string> BadArrays => new()
    {
        { "(2,)", [1, 2, 3, 4, 5, 6, 7], "promises 8 bytes of data, found 7" },
        { "(2,)", [1, 2, 3, 4, 5, 6, 7, 8, 9], "found more after" },
        { "(1000000000000,)", [], "claims the shape" },
        { "(9223372036854775807, 9223372036854775807, 9223372036854775807)", [], "claims the shape" },
        { "(536870912,)", [1, 2, 3, 4], "claims the shape" },
        { "(536870000,)", [1, 2, 3, 4], "found 4" },
        { "(-1,)", [], "found something else" },
        { "(2)", [1, 2, 3, 4, 5, 6, 7, 8], "found something else" },
        { "(2,", [], "found something else" },
        { "2", [], "found something else" },
        { "(2.0,)", [], "found something else" },
        { "(1e3,)", [], "found something else" },
        { "(__import__('os').system('true'),)", [], "found something else" },
    };

    [Theory]
    [MemberData(nameof(BadArrays), DisableDiscoveryEnumeration = true)]
    public void A_shape_that_cannot_be_is_refused(string shape, byte[] data, string expected)
    {
        string path = _folder.Write("a.npy", Bytes.Npy(Bytes.NpyText("<f4", shape), data));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => NpyReader.Read(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    [Theory]
    [InlineData("|O", "pickle")]
    [InlineData("O", "pickle")]
    [InlineData(">f4", "big-endian")]
    [InlineData("<f2", "<f2")]
    [InlineData("<U5", "<U5")]
    [InlineData("<M8[ns]", "<M8[ns]")]
    [InlineData("<c8", "<c8")]
    public void Other_element_types_are_refused_with_advice(string descriptor, string expected) =>
        Assert.Contains(expected, Refused(Bytes.Npy(Bytes.NpyText(descriptor, "(1,)"), new byte[16])));

    [Theory]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured")]
    [InlineData("{'descr': [('a', 'O')], 'fortran_order': False, 'shape': (1,), }", "pickle")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "found something else")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "found something else")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "found something else")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", "found something else")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1", "found something else")]
    [InlineData("{'descr': '<f4", "found something else")]
    [InlineData("", "found something else")]
    public void Other_headers_are_refused(string header, string expected) => Assert.Contains(expected, Refused(Bytes.Npy(header, new byte[4])));

    [Fact]
    public void An_array_cut_anywhere_says_so()
    {
        byte[] whole = Bytes.Npy(Bytes.NpyText("<f4", "(2,)"), new byte[8]);
        for (int length = 0; length < whole.Length; length++)
            Assert.Matches("truncated|empty", Refused(whole[..length]));
        byte[] huge = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        Assert.Contains("claims 2,147,483,647 characters", Refused(huge));
        Assert.Contains("version 4", Refused([0x93, .. "NUMPY"u8, 4, 0, 1, 0, 0, 0, 10]));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_cut_or_changed_anywhere_is_refused_or_read_right(CompressionLevel level)
    {
        byte[] content = Bytes.Npy(Bytes.NpyText("|u1", "(64,)"), [.. Enumerable.Range(0, 64).Select(i => (byte)(i * i))]);
        byte[] whole = Bytes.Zip(level, ("x.npy", content), ("y.npy", content));
        for (int length = 0; length < whole.Length; length++)
            RefusedArchive(whole[..length]);
        int noticed = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] bad = [.. whole];
            bad[i] ^= 0x21;
            try
            {
                // What still reads, reads as it was: only names, times and hints of the archive may differ.
                foreach (NpyArray array in NpzReader.Read(_folder.Write("bad.npz", bad)).Values)
                    Assert.Equal(content[^64..], array.Span<byte>().ToArray());
            }
            catch (DataFormatException)
            {
                noticed++;
            }
        }
        Assert.InRange(noticed, 2 * 64, whole.Length);
    }

    [Fact]
    public void A_wrong_checksum_is_noticed()
    {
        byte[] content = Bytes.Npy(Bytes.NpyText("|u1", "(64,)"), new byte[64]);
        byte[] whole = Bytes.Zip(CompressionLevel.NoCompression, ("x.npy", content));
        whole[whole.AsSpan().IndexOf(content) + content.Length - 1] = 1;
        Assert.Contains("checksum", RefusedArchive(whole));
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused()
    {
        byte[] content = Bytes.Npy(Bytes.NpyText("|u1", "(1,)"), [1]);
        Assert.Contains("two arrays named 'x'", RefusedArchive(Bytes.Zip(CompressionLevel.Optimal, ("x.npy", content), ("x.npy", content))));
    }

    [Fact]
    public void Other_members_and_other_files_are_refused()
    {
        Assert.Contains("expected a NumPy array", RefusedArchive(Bytes.Zip(CompressionLevel.Optimal, ("x.txt", "text"u8.ToArray()))));
        Assert.Contains("a Python pickle", RefusedArchive(Bytes.Zip(CompressionLevel.Optimal, ("x.npy", [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0]))));
        Assert.Contains("found a NumPy .npy file", RefusedArchive(Bytes.Npy(Bytes.NpyText("|u1", "(1,)"), [1])));
        Assert.Contains("found a gzip file", RefusedArchive(Bytes.Gzip([1])));
        Assert.Contains("an empty file", RefusedArchive([]));
    }

    [Fact]
    public void Bombs_are_refused_before_they_unpack()
    {
        byte[] noise = new byte[400_000];
        new Random(3).NextBytes(noise);
        byte[] content = Bytes.Npy(Bytes.NpyText("|u1", "(300000000,)"), noise);
        byte[] whole = Bytes.Zip(CompressionLevel.Optimal, ("x.npy", content));
        int directory = whole.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(directory + 24), 300_000_000 + (uint)(content.Length - noise.Length));
        _folder.Write("bomb.npz", whole);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("bomb", Assert.Throws<DataFormatException>(() => NpzReader.Read(_folder["bomb.npz"])).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    [Fact]
    public void An_archive_that_lies_about_its_lengths_is_refused()
    {
        byte[] content = Bytes.Npy(Bytes.NpyText("|u1", "(2000000000,)"), new byte[64]);
        byte[] whole = Bytes.Zip(CompressionLevel.Optimal, ("x.npy", content));
        // The uncompressed length in the central directory, and the compressed one.
        int directory = whole.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(directory + 24), 2_000_000_000 + (uint)(content.Length - 64));
        Assert.Contains("more than", RefusedArchive(whole));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(directory + 20), 100_000_000);
        Assert.Contains("claims 100,000,000 bytes of a file of", RefusedArchive(whole));
    }

    [Fact]
    public void A_failed_write_leaves_the_earlier_file()
    {
        NpzWriter.Write(_folder["a.npz"], [new("x", NpyArray.Create([1f], 1))]);
        byte[] earlier = File.ReadAllBytes(_folder["a.npz"]);
        Assert.Throws<ArgumentException>(() => NpzWriter.Write(_folder["a.npz"], [new("x", NpyArray.Create([2f], 1)), new("x", NpyArray.Create([3f], 1))]));
        Assert.Equal(earlier, File.ReadAllBytes(_folder["a.npz"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Every_archive_of_the_Keras_fixtures_is_read()
    {
        string folder = Fixtures.KerasFolder;
        Assert.SkipUnless(Directory.Exists(folder), $"{folder} is not there; RECEPTIVE_KERAS_FIXTURES can name it");
        int arrays = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.npz", SearchOption.AllDirectories))
            foreach (NpyArray array in NpzReader.Read(file).Values)
            {
                Assert.Equal(array.Length, array.ToSingle().FlattenedLength);
                arrays++;
            }
        Assert.True(arrays > 100);
    }

    private string Refused(byte[] content)
    {
        string message = Assert.Throws<DataFormatException>(() => NpyReader.Read(_folder.Write("a.npy", content))).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private string RefusedArchive(byte[] content)
    {
        string message = Assert.Throws<DataFormatException>(() => NpzReader.Read(_folder.Write("a.npz", content))).Message;
        Assert.StartsWith(_folder["a.npz"], message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
