using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Receptive.Saving;
using Xunit;

namespace Receptive.Tests.Saving;

/// <summary>Files that are broken, unsafe or something else: each ends in one <see cref="ModelFormatException"/>.</summary>
public sealed class DamagedModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("notebook_small.keras")]
    [InlineData("notebook_small.h5")]
    public void A_file_cut_short_anywhere_is_refused(string name)
    {
        byte[] bytes = Files.Bytes($"models/{name}");
        for (int i = 0; i < 60; i++)
        {
            ModelFormatException error = Assert.Throws<ModelFormatException>(() => Load(bytes[..(int)((long)bytes.Length * i / 60)]));
            Assert.Contains("model.file", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.InnerException);
        }
    }

    [Theory]
    [InlineData("notebook_small.keras")]
    [InlineData("notebook_small.h5")]
    public void A_damaged_file_loads_or_is_refused_and_takes_little_memory(string name)
    {
        byte[] original = Files.Bytes($"models/{name}");
        var random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = (byte[])original.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                // Half of them in the structure: at the beginning, where it is dense, and at the end, where zip keeps its own.
                int at = random.Next(4) switch { 0 => random.Next(8192), 1 => bytes.Length - 1 - random.Next(300), _ => random.Next(bytes.Length) };
                bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Load(bytes);
            }
            catch (ModelFormatException)
            {
                refused++;
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20, $"file {i} took too much memory");
        }

        Assert.True(refused > 30, $"only {refused} files were refused: were they damaged at all?");
    }

    public static TheoryData<string, byte[], string> OtherThings => new()
    {
        { "nothing", [], "The file is empty" },
        { "a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00"u8.ToArray(), "Git LFS pointer" },
        { "a web page", "<!DOCTYPE html><html>"u8.ToArray(), "web page" },
        { "JSON", "{\"class_name\": \"Sequential\"}"u8.ToArray(), "JSON" },
        { "a pickle", [0x80, 4, 0x95, 0, 0], "pickle" },
        { "a NumPy array", [0x93, .. "NUMPY"u8, 1, 0], "NumPy array" },
        { "gzip", [0x1f, 0x8b, 8, 0], "gzip" },
        { "anything", [1, 2, 3, 4, 5, 6, 7, 8, 9], "neither a .keras archive nor an HDF5 file" },
        { "a zip of anything", Zip(("a.txt", "x"u8.ToArray())), "no 'config.json'" },
        { "a NumPy archive", Zip(("x.npy", "x"u8.ToArray())), "NumPy archive" },
        { "a PyTorch file", Zip(("archive/data.pkl", "x"u8.ToArray())), "PyTorch" },
        { "a model without weights", Zip(("config.json", "{}"u8.ToArray())), "has no 'model.weights.h5'" },
        { "JSON that is none", Zip(("config.json", "{\"class_name\": "u8.ToArray())), "'config.json' is not valid JSON" },
        { "a name twice in JSON", Zip(("config.json", "{\"a\": 1, \"a\": 2}"u8.ToArray())), "'config.json' is not valid JSON" },
        { "a list in place of JSON", Zip(("config.json", "[]"u8.ToArray())), "not a JSON object" },
        { "two of a name", Zip(("config.json", "{}"u8.ToArray()), ("config.json", "{}"u8.ToArray())), "more than one 'config.json'" },
        { "HDF5 without a model", Files.Bytes("hdf5/compact.h5"), "holds no Keras model" },
    };

    [Theory]
    [MemberData(nameof(OtherThings))]
    public void What_is_something_else_is_told_so(string what, byte[] bytes, string message)
    {
        Assert.NotEmpty(what);
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_told_so() =>
        Assert.Contains("folder", Assert.Throws<ModelFormatException>(() => Model.Load(_folder.Path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Lambda", "Lambda")]
    [InlineData("System.Diagnostics.Process", "System.Diagnostics.Process")]
    [InlineData("Sequentiel", "Sequential")]
    public void A_class_that_is_not_known_is_refused_by_name(string className, string message)
    {
        byte[] bytes = WithConfig(config => config["config"]!["layers"]![1]!["class_name"] = className);
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_the_file_cannot_hold_are_never_made()
    {
        byte[] bytes = WithConfig(config => config["config"]!["layers"]![5]!["config"]!["units"] = 500_000_000);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Load(bytes));
        Assert.Contains("the configuration asks for", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 64 << 20);
    }

    [Theory]
    [InlineData("filters", "-3")]
    [InlineData("filters", "2147483647")]
    [InlineData("filters", "1e300")]
    [InlineData("filters", "null")]
    [InlineData("filters", "\"eight\"")]
    [InlineData("kernel_size", "[0, 3]")]
    [InlineData("kernel_size", "[30, 30]")]
    [InlineData("kernel_size", "[[3], 3]")]
    [InlineData("activation", "\"evaluate\"")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"conv2d_1\"")]
    [InlineData("name", "7")]
    public void A_configuration_that_makes_no_sense_is_refused(string key, string value)
    {
        byte[] bytes = WithConfig(config => config["config"]!["layers"]![1]!["config"]![key] = JsonNode.Parse(value));
        Assert.Throws<ModelFormatException>(() => Load(bytes));
    }

    [Fact]
    public void An_archive_that_unpacks_without_end_is_refused()
    {
        using var archive = new ZipContent(Files.Bytes("models/notebook_small.keras"));
        using var stream = new MemoryStream();
        using (var bomb = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(bomb, "config.json", archive.Read("config.json"), CompressionLevel.NoCompression);
            Add(bomb, "model.weights.h5", new byte[100 << 20], CompressionLevel.SmallestSize);
        }

        Assert.True(stream.Length < 1 << 20);
        Assert.Contains("refused", Assert.Throws<ModelFormatException>(() => Load(stream.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_was_packed_again_loads()
    {
        using var archive = new ZipContent(Files.Bytes("models/notebook_small.keras"));
        using var stream = new MemoryStream();
        using (var packed = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in archive.Names)
                Add(packed, name, archive.Read(name), CompressionLevel.Optimal);
        }

        Assert.Equal(Model.Load(Files.Path("models/notebook_small.keras")).WeightsSha256(), Load(stream.ToArray()).WeightsSha256());
    }

    private Model Load(byte[] bytes)
    {
        string path = _folder.File("model.file");
        File.WriteAllBytes(path, bytes);
        return Model.Load(path);
    }

    private static byte[] WithConfig(Action<JsonNode> change)
    {
        using var archive = new ZipContent(Files.Bytes("models/notebook_small.keras"));
        JsonNode config = JsonNode.Parse(archive.Read("config.json"))!;
        change(config);
        return Zip(("config.json", Encoding.UTF8.GetBytes(config.ToJsonString())), ("model.weights.h5", archive.Read("model.weights.h5")));
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in members)
                Add(archive, name, bytes, CompressionLevel.NoCompression);
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes, CompressionLevel level)
    {
        using Stream entry = archive.CreateEntry(name, level).Open();
        entry.Write(bytes);
    }
}
