using PureHDF;
using Receptive.Saving.Hdf5;
using Xunit;

namespace Receptive.Tests.Saving.Hdf5;

/// <summary>The HDF5 reader on files made by h5py (Fixtures/hdf5) and by Keras (Fixtures/models).</summary>
public sealed class Hdf5FileTests
{
    private static Hdf5Group Root(string name) => Hdf5File.Open(Files.Bytes(name)).Root;

    private static float[] Floats(Hdf5Group group, string path)
    {
        Hdf5Dataset dataset = group.Dataset(path);
        float[] values = new float[dataset.Elements];
        dataset.Read(values);
        return values;
    }

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => i * 0.5f - 3)];

    [Theory]
    [InlineData("models/notebook_small.h5")]
    [InlineData("models/notebook_small.weights.h5")]
    [InlineData("models/keras2_small.weights_only.h5")]
    public void Reads_what_another_reader_reads(string name)
    {
        using PureHDF.VOL.Native.NativeFile other = H5File.OpenRead(Files.Path(name));
        int compared = Compare(Root(name), other, depth: 0);
        Assert.True(compared > 10, $"only {compared} things were compared");
    }

    private static int Compare(Hdf5Group ours, IH5Group theirs, int depth)
    {
        int compared = 0;
        IH5Object[] children = theirs.Children().ToArray();
        Assert.Equal(children.Select(c => c.Name).Order(StringComparer.Ordinal), ours.Names.Order(StringComparer.Ordinal));
        foreach (IH5Attribute attribute in theirs.Attributes())
        {
            string[] texts = ours.Attributes[attribute.Name].Texts();
            if (attribute.Type.Class == H5DataTypeClass.VariableLength)
                Assert.Equal(attribute.Space.Rank == 0 ? [attribute.Read<string>()] : attribute.Read<string[]>(), texts);
            else
                Assert.Empty(texts);
            compared++;
        }

        foreach (IH5Object child in children)
        {
            if (child is IH5Group group)
            {
                compared += Compare(ours.Group(child.Name), group, depth + 1);
                continue;
            }

            IH5Dataset dataset = (IH5Dataset)child;
            Assert.Equal(dataset.Space.Dimensions.Select(d => (int)d), ours.Dataset(child.Name).Shape);
            if (dataset.Type.Class == H5DataTypeClass.FixedPoint)
                Assert.Equal(dataset.Read<long>(), ours.Dataset(child.Name).ReadInt64());
            else
                Assert.Equal(dataset.Space.Rank == 0 ? [dataset.Read<float>()] : dataset.Read<float[]>(), Floats(ours, child.Name));
            compared++;
        }

        return compared;
    }

    [Fact]
    public void Reads_chunks_packed_and_plain()
    {
        Hdf5Group root = Root("hdf5/chunked.h5");
        Assert.Equal(Ramp(70), Floats(root, "gzip"));
        Assert.Equal(Ramp(70), Floats(root, "shuffled"));
        Assert.Equal(Ramp(210), Floats(root, "plain"));
        Assert.Equal(Ramp(300), Floats(root, "line"));
        Assert.Equal([5, 6, 7], root.Dataset("plain").Shape);
    }

    [Theory]
    [InlineData("lf2")]
    [InlineData("lf4")]
    [InlineData("lf8")]
    [InlineData("bf4")]
    [InlineData("bf8")]
    [InlineData("i1")]
    [InlineData("li2")]
    [InlineData("bi4")]
    [InlineData("li8")]
    [InlineData("u1")]
    [InlineData("lu4")]
    public void Reads_every_type_of_number(string type) => Assert.Equal([0, 1, 2, 100], Floats(Root("hdf5/types.h5"), type));

    [Fact]
    public void Reads_scalars_truth_values_and_nothing()
    {
        Hdf5Group root = Root("hdf5/types.h5");
        Assert.Equal([1, 0], Floats(root, "bool"));
        Assert.Equal([0.25f], Floats(root, "scalar"));
        Assert.Empty(root.Dataset("scalar").Shape);
        Assert.Equal((1L << 40) + 1, root.Dataset("whole").ReadInt64());
        Assert.Equal([0, 3], root.Dataset("empty").Shape);
        Assert.Empty(Floats(root, "empty"));
    }

    [Fact]
    public void Reads_strings_of_fixed_and_of_variable_length()
    {
        IReadOnlyDictionary<string, Hdf5Attribute> attributes = Root("hdf5/types.h5").Attributes;
        Assert.Equal(["conv2d", "dense"], attributes["fixed"].Texts());
        Assert.Equal(["conv2d", "층"], attributes["variable"].Texts());
        Assert.Equal("text", attributes["one"].Text());
        Assert.Equal("raw", attributes["bytes"].Text());
        Assert.Equal(new string('x', 70_000), attributes["long"].Text());
        Assert.Empty(attributes["none"].Texts());
        Assert.Empty(attributes["null"].Texts());
        Assert.Throws<InvalidDataException>(() => attributes["fixed"].Text());
    }

    [Fact]
    public void Reads_other_layouts_of_the_same()
    {
        Assert.Equal(Ramp(6), Floats(Root("hdf5/userblock.h5"), "x/y"));
        Assert.Equal(Ramp(6), Floats(Root("hdf5/latest.h5"), "x/y"));
        Assert.Equal("latest", Root("hdf5/latest.h5").Group("x").Attributes["name"].Text());
        Assert.Equal(Ramp(4), Floats(Root("hdf5/compact.h5"), "x"));
        Assert.Equal(["a", "b", "c"], Root("hdf5/tracked_order.h5").Names.Order(StringComparer.Ordinal));

        Hdf5Group many = Root("hdf5/many_links.h5");
        Assert.Equal(150, many.Names.Count());
        Assert.Equal(49, many.Dataset("group149").ReadInt64());
    }

    [Fact]
    public void Finds_only_what_is_there()
    {
        Hdf5Group root = Root("hdf5/latest.h5");
        Assert.Null(root.FindGroup("z"));
        Assert.Null(root.FindGroup("x/y"));
        Assert.Null(root.FindDataset("x"));
        Assert.Null(root.FindDataset("x/z"));
        Assert.Throws<InvalidDataException>(() => root.Group("z"));
        Assert.Throws<InvalidDataException>(() => root.Dataset("z/y"));
    }

    [Theory]
    [InlineData("soft_link.h5", "x", "'/b' is a soft link")]
    [InlineData("external_link.h5", "b", "'/b' is an external link")]
    [InlineData("external_storage.h5", "x", "keeps its numbers in another file")]
    [InlineData("virtual.h5", "x", "is a virtual dataset")]
    [InlineData("never_written.h5", "x", "none were ever written")]
    [InlineData("never_written.h5", "chunks", "none were ever written")]
    [InlineData("compound.h5", "x", "elements of HDF5 class 6")]
    [InlineData("latest_many_links.h5", "v0", "fractal heap")]
    public void Refuses_what_reaches_outside_or_is_not_there(string name, string path, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            Hdf5Dataset dataset = Root($"hdf5/{name}").Dataset(path);
            dataset.CheckPresent();
            dataset.Read(new float[dataset.Elements]);
        });
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hdf5/types.h5")]
    [InlineData("hdf5/chunked.h5")]
    [InlineData("hdf5/latest.h5")]
    [InlineData("models/notebook_small.h5")]
    public void A_file_cut_short_ends_in_one_kind_of_exception(string name)
    {
        byte[] bytes = Files.Bytes(name);
        for (int i = 0; i < 200; i++)
            ReadAll(bytes[..(int)((long)bytes.Length * i / 200)]);
    }

    [Theory]
    [InlineData("hdf5/types.h5")]
    [InlineData("hdf5/chunked.h5")]
    [InlineData("hdf5/latest.h5")]
    [InlineData("hdf5/many_links.h5")]
    [InlineData("hdf5/tracked_order.h5")]
    [InlineData("models/notebook_small.weights.h5")]
    public void A_damaged_file_is_read_or_ends_in_one_kind_of_exception_and_takes_little_memory(string name)
    {
        byte[] original = Files.Bytes(name);
        var random = new Random(1);
        for (int i = 0; i < 1500; i++)
        {
            byte[] bytes = (byte[])original.Clone();
            // Most of a file is numbers; its structure stands in bytes that are not zero near others such.
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                int at = random.Next(random.Next(4) == 0 ? bytes.Length : Math.Min(bytes.Length, 4096));
                bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadAll(bytes);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 64 << 20, $"file {i}: {allocated:N0} bytes were allocated");
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        try
        {
            Walk(Hdf5File.Open(bytes).Root, bytes.Length);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static void Walk(Hdf5Group group, int length)
    {
        foreach (Hdf5Attribute attribute in group.Attributes.Values)
            Try(() => attribute.Texts());
        foreach (string name in group.Names)
        {
            Try(() =>
            {
                if (group.FindGroup(name) is { } child)
                {
                    Walk(child, length);
                }
                else if (group.FindDataset(name) is { } dataset && dataset.Elements < 1 << 20)
                {
                    dataset.Read(new float[dataset.Elements]);
                }
            });
        }
    }

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (InvalidDataException)
        {
        }
    }
}
