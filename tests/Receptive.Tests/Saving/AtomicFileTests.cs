using Receptive.Layers;
using Receptive.Saving;
using Receptive.Saving.Hdf5;
using Xunit;

namespace Receptive.Tests.Saving;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_write_that_fails_leaves_the_earlier_file_and_nothing_else()
    {
        string path = _folder.File("model.keras");
        File.WriteAllText(path, "earlier");
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the new one"u8);
            throw new IOException("No space left on device", 28);
        }));
        Assert.Equal($"'{path}' could not be written: there is no space left on the disk. The earlier file is unchanged.", error.Message);
        Assert.Equal("earlier", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_removed_unless_somebody_may_still_write_it()
    {
        string path = _folder.File("model.keras");
        string abandoned = _folder.File(".model.keras.0f.tmp"), held = _folder.File(".model.keras.1f.tmp"), recent = _folder.File(".model.keras.2f.tmp"), other = _folder.File(".other.keras.3f.tmp");
        foreach (string file in new[] { abandoned, held, recent, other })
        {
            File.WriteAllText(file, "half");
            if (file != recent) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) AtomicFile.Write(path, "whole");
        Assert.Equal([held, recent, other, path], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(60_000)]
    public void A_disk_that_fills_up_in_the_middle_of_HDF5_is_told_as_such(int room)
    {
        string path = _folder.File("model.h5");
        File.WriteAllText(path, "earlier");
        var file = new PureHDF.H5File { ["x"] = new PureHDF.H5Dataset(new float[20_000]), ["y"] = new PureHDF.H5Dataset(new float[1_000]) };
        file.Attributes["text"] = new string('x', 5000);
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream => Hdf5Output.Write(file, new SmallDisk(stream, room))));
        Assert.Contains("there is no space left on the disk", error.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private sealed class SmallDisk(Stream stream, long room) : Stream
    {
        public override bool CanRead => stream.CanRead;

        public override bool CanSeek => stream.CanSeek;

        public override bool CanWrite => stream.CanWrite;

        public override long Length => stream.Length;

        public override long Position { get => stream.Position; set => stream.Position = value; }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void SetLength(long value) => stream.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (stream.Position + count > room) throw new IOException("No space left on device", 28);
            stream.Write(buffer, offset, count);
        }
    }

    [Fact]
    public void A_mistake_in_the_writing_code_is_not_taken_for_the_disks()
    {
        string path = _folder.File("model.keras");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void While_it_is_written_the_earlier_file_is_there_whole()
    {
        string path = _folder.File("model.keras");
        AtomicFile.Write(path, stream => stream.Write("earlier"u8));
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("earlier", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Folders_are_made_where_they_are_missing()
    {
        string path = _folder.File("a/b/model.keras");
        AtomicFile.Write(path, stream => stream.WriteByte(1));
        Assert.Equal([1], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_link_keeps_pointing_where_it_points()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege there");
        Directory.CreateDirectory(_folder.File("elsewhere"));
        string target = _folder.File("elsewhere/model.keras");
        string link = _folder.File("link.keras");
        File.CreateSymbolicLink(link, target);
        AtomicFile.Write(link, stream => stream.WriteByte(1));
        AtomicFile.Write(link, stream => stream.WriteByte(2));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal([2], File.ReadAllBytes(target));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told_in_one_sentence()
    {
        File.WriteAllText(_folder.File("file"), "");
        Directory.CreateDirectory(_folder.File("folder.keras"));
        var model = new Sequential { new Dense(1) { InputShape = [1] } };
        foreach (string? path in new[] { _folder.File("file/model.keras"), _folder.File("folder.keras"), "/proc/model.keras" })
        {
            if (path.StartsWith("/proc", StringComparison.Ordinal) && !OperatingSystem.IsLinux()) continue;
            IOException error = Assert.Throws<IOException>(() => model.Save(path));
            Assert.StartsWith($"'{path}' could not be written: ", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(_folder.File("folder.keras")));
    }
}
