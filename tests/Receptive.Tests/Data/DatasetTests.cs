using System.Numerics.Tensors;
using System.Security.Cryptography;
using Receptive.Data;
using Receptive.Data.Idx;
using Receptive.Data.NumPy;
using Receptive.Tests.Data.Downloads;
using Xunit;

namespace Receptive.Tests.Data;

public sealed class DatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FileServer _server = new();
    private readonly List<string> _notices = [];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_folder_is_read_in_every_spelling_of_its_files()
    {
        for (int i = 0; i < 4; i++)
        {
            string file = IdxFiles.Names[i];
            byte[] content = Parts()[i];
            _folder.Write($"data/mnist/{(i % 2 == 0 ? file : file.Replace("-idx", ".idx"))}{(i < 2 ? ".gz" : "")}", i < 2 ? Bytes.Gzip(content) : content);
        }
        ImageDataset data = Datasets.Mnist.Load(Options("data"));
        Assert.Equal("mnist", data.Name);
        Assert.Equal(_folder["data/mnist"], data.Source);
        Assert.Equal([5, 28, 28], data.TrainImages.Lengths.ToArray());
        Assert.Equal([0, 1, 2, 3, 9], data.TrainLabels.ToArray());
        Assert.Equal("mnist: 5 training and 3 test images of 28x28, 10 classes (from " + data.Source + ")", data.ToString());
    }

    [Fact]
    public void Tensors_are_as_Keras_users_make_them()
    {
        WriteFolder("data/mnist");
        ImageDataset data = Datasets.Mnist.Load(Options("data"));
        Assert.Equal([5, 28, 28, 1], data.XTrain.Lengths.ToArray());
        Assert.Equal([3, 28, 28, 1], data.XTest.Lengths.ToArray());
        Assert.Equal(data.TrainImages.ToArray().Select(b => b / 255f), data.XTrain.ToArray());
        Assert.Equal([5, 10], data.YTrain.Lengths.ToArray());
        Assert.Equal([3, 10], data.YTest.Lengths.ToArray());
        Assert.Equal([0f, 0, 0, 0, 0, 0, 0, 0, 0, 1], data.YTrain.ToArray()[^10..]);
        Assert.Same(data.XTrain, data.XTrain);
        ((Tensor<byte> xTrain, Tensor<byte> yTrain), (Tensor<byte> xTest, Tensor<byte> yTest)) = data;
        Assert.Same(data.TrainImages, xTrain);
        Assert.Same(data.TestLabels, yTest);
        Assert.Equal(5, yTrain.FlattenedLength);
        Assert.Equal(3, xTest.Lengths[0]);
        ImageDataset some = data.Take(2, 100);
        Assert.Equal(data.TrainImages.ToArray()[..(2 * 784)], some.TrainImages.ToArray());
        Assert.Equal([0, 1], some.TrainLabels.ToArray());
        Assert.Equal(3, some.TestLabels.FlattenedLength);
    }

    [Fact]
    public void A_folder_that_was_named_is_the_only_one_tried()
    {
        WriteArchive("keras/mnist.npz");
        Assert.Contains("there is no such folder", Throws<DirectoryNotFoundException>("nowhere"));
        _folder.Write("file", [1]);
        Assert.Contains("expected a folder, found a file", Throws<DirectoryNotFoundException>("file"));
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Contains("expected a folder 'mnist'", Throws<DirectoryNotFoundException>("empty"));
        WriteFolder("data/mnist");
        Assert.Contains("holds IDX files itself", Throws<DirectoryNotFoundException>("data/mnist"));
        File.Delete(_folder["data/mnist/" + IdxFiles.Names[3]]);
        Assert.Contains("t10k-labels-idx1-ubyte", Throws<FileNotFoundException>("data"));
    }

    [Fact]
    public void The_variable_names_a_folder_too_and_a_folder_with_another_dataset_only_passes_the_question_on()
    {
        WriteFolder("data/mnist");
        DatasetOptions options = Options(variable: "data");
        Assert.Equal(_folder["data/mnist"], Datasets.Mnist.Load(options).Source);
        WriteFolder("keras/fashion-mnist");
        Assert.Equal(_folder["keras/fashion-mnist"], Datasets.FashionMnist.Load(options).Source);
        Directory.CreateDirectory(_folder["other"]);
        Assert.Contains("RECEPTIVE_DATA=", Assert.Throws<DirectoryNotFoundException>(() => Datasets.Mnist.Load(Options(variable: "other"))).Message);
        Assert.Contains("RECEPTIVE_DATA=", Assert.Throws<DirectoryNotFoundException>(() => Datasets.Mnist.Load(Options(variable: "nowhere"))).Message);
    }

    [Fact]
    public void Places_are_tried_in_their_order()
    {
        DatasetOptions options = Options();
        WriteFolder("cache/mnist");
        Assert.Equal(_folder["cache/mnist"], Datasets.Mnist.Load(options).Source);
        WriteArchive("cache/mnist.npz");
        Assert.Equal(_folder["cache/mnist.npz"], Datasets.Mnist.Load(options).Source);
        WriteArchive("keras/mnist.npz");
        Assert.Equal(_folder["keras/mnist.npz"], Datasets.Mnist.Load(options).Source);

        WriteFolder("debian");
        Assert.Equal(_folder["debian"], Datasets.FashionMnist.Load(options).Source);
        WriteFolder("cache/fashion-mnist");
        Assert.Equal(_folder["cache/fashion-mnist"], Datasets.FashionMnist.Load(options).Source);
        WriteFolder("keras/fashion-mnist");
        ImageDataset data = Datasets.FashionMnist.Load(options);
        Assert.Equal(_folder["keras/fashion-mnist"], data.Source);
        Assert.Equal("Ankle boot", data.ClassNames[9]);
        Assert.Equal("fashion-mnist", data.Name);
    }

    [Fact]
    public void A_corrupted_file_is_an_error_wherever_it_lies()
    {
        _folder.Write("cache/mnist.npz", [1, 2, 3]);
        Assert.StartsWith(_folder["cache/mnist.npz"], Assert.Throws<DataFormatException>(() => Datasets.Mnist.Load(Options())).Message);
        _folder.Write("keras/mnist.npz", File.ReadAllBytes(WriteArchive("good.npz"))[..200]);
        Assert.StartsWith(_folder["keras/mnist.npz"], Assert.Throws<DataFormatException>(() => Datasets.Mnist.Load(Options())).Message);
        Assert.Empty(_notices);
    }

    public static TheoryData<int, byte[], string> WrongParts => new()
    {
        { 0, Parts()[1], "expected images [count, 28, 28], found [5]: is the file renamed?" },
        { 1, Parts()[0], "expected labels [count], found [5, 28, 28]: is the file renamed?" },
        { 1, Parts()[3], "5 training images, but 3 labels: they do not belong together" },
        { 1, Bytes.Idx([0, 1, 2, 3, 10], 5), "training label 4 is 10; there are 10 classes, 0 to 9" },
        { 3, Bytes.Idx([255, 1, 2], 3), "test label 0 is 255; there are 10 classes, 0 to 9" },
        { 2, Bytes.Idx(new byte[3 * 27 * 28], 3, 27, 28), "found [3, 27, 28]" },
        { 2, Parts()[2][..^1], "truncated" },
        { 2, [.. Parts()[2], 0], "found more after" },
    };

    [Theory]
    [MemberData(nameof(WrongParts), DisableDiscoveryEnumeration = true)]
    public void Parts_that_do_not_fit_are_refused(int part, byte[] content, string expected)
    {
        WriteFolder("data/mnist");
        _folder.Write("data/mnist/" + IdxFiles.Names[part], content);
        string message = Assert.Throws<DataFormatException>(() => Datasets.Mnist.Load(Options("data"))).Message;
        Assert.Contains(expected, message);
        Assert.Contains(_folder["data/mnist"], message);
    }

    [Fact]
    public void An_archive_with_other_arrays_is_refused()
    {
        NpzWriter.Write(_folder["a"], [new("x_train", NpyArray.Create([1f], 1))]);
        Assert.Contains("x_train to hold uint8, found float32 (1,)", Archive("a"));
        NpzWriter.Write(_folder["a"], [new("images", NpyArray.Create([1f], 1))]);
        Assert.Contains("found images", Archive("a"));
        NpzWriter.Write(_folder["a"], []);
        Assert.Matches("found none|empty", Archive("a"));

        string Archive(string name)
        {
            _folder.Write("keras/mnist.npz", File.ReadAllBytes(_folder[name]));
            return Assert.Throws<DataFormatException>(() => Datasets.Mnist.Load(Options())).Message;
        }
    }

    [Fact]
    public void Names_are_found_and_unknown_ones_answered_with_the_known()
    {
        Assert.Same(Datasets.FashionMnist, Datasets.Find("Fashion_MNIST"));
        Assert.Same(Datasets.Digits, Datasets.Find("digits"));
        Assert.Contains("mnist, fashion-mnist, digits", Assert.Throws<ArgumentException>(() => Datasets.Find("cifar10")).Message);
    }

    [Fact]
    public void Without_a_network_the_embedded_digits_stand_in_and_one_line_says_so()
    {
        // 404 from both sources.
        ImageDataset data = Datasets.Mnist.Load(Options());
        Assert.Equal("digits", data.Name);
        Assert.Contains("embedded digits", data.Source);
        string notice = Assert.Single(_notices);
        Assert.Contains("404", notice);
        Assert.DoesNotContain('\n', notice);
        Assert.Contains("--data", Assert.Throws<IOException>(() => Datasets.FashionMnist.Load(Options())).Message);
        Assert.Contains("404", Assert.Throws<IOException>(() => Datasets.Mnist.Load(Options(allowEmbedded: false))).Message);
        Assert.Contains("switched off", Assert.Throws<IOException>(() => Datasets.Mnist.Load(Options(allowEmbedded: false, download: false))).Message);
    }

    [Fact]
    public void What_is_not_the_published_file_is_not_taken()
    {
        _server.Serve("mnist.npz", File.ReadAllBytes(WriteArchive("other.npz")));
        byte[][] parts = Parts();
        for (int i = 0; i < 4; i++)
            _server.Serve(IdxFiles.Names[i] + ".gz", Bytes.Gzip(parts[i]));
        string message = Assert.Throws<IOException>(() => Datasets.Mnist.Load(Options(allowEmbedded: false))).Message;
        Assert.Contains("mnist.npz is not the published file: expected SHA-256 731c5ac60275", message);
        Assert.Contains("train-images-idx3-ubyte.gz is not the published file", message);
        Assert.Contains("not the published file", Assert.Throws<IOException>(() => Datasets.FashionMnist.Load(Options())).Message);
        _server.Serve(IdxFiles.Names[0] + ".gz", "<html>log in here</html>"u8.ToArray());
        Assert.Contains("web page", Assert.Throws<IOException>(() => Datasets.FashionMnist.Load(Options())).Message);
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void The_mirror_gives_the_real_MNIST_and_the_cache_keeps_it()
    {
        string mnist = Path.Combine(Fixtures.DataFolder, "mnist");
        Assert.SkipUnless(IdxFiles.AllIn(mnist), $"{mnist} is not there; RECEPTIVE_DATA can name the folder above");
        foreach (string name in IdxFiles.Names)
        {
            byte[] file = File.ReadAllBytes(IdxFiles.Find(mnist, name)!);
            _server.Serve(name + ".gz", GzipPayload.Recognises(file) ? file : Bytes.Gzip(file));
        }
        List<DownloadProgress> progress = [];
        ImageDataset data = Datasets.Mnist.Load(Options(progress: progress.Add));
        Assert.Equal("mnist", data.Name);
        Assert.Equal([60_000, 28, 28], data.TrainImages.Lengths.ToArray());
        Assert.Equal(10_000, data.TestLabels.FlattenedLength);
        Assert.Equal(["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"], progress.Select(p => p.File).Distinct());
        Assert.Empty(_notices);
        Assert.Equal(4, Directory.GetFiles(_folder["cache/mnist"]).Length);
        Assert.Equal(_folder["cache/mnist"], Datasets.Mnist.Load(Options(download: false)).Source);
        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(Flat(data.TestImages))),
            Convert.ToHexString(SHA256.HashData(Flat(Datasets.Mnist.Load(new DatasetOptions { Directory = Fixtures.DataFolder }).TestImages))));

        static byte[] Flat(Tensor<byte> t) => [.. t];
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_mentioned_and_costs_nothing_else()
    {
        string mnist = Path.Combine(Fixtures.DataFolder, "mnist");
        Assert.SkipUnless(IdxFiles.AllIn(mnist), $"{mnist} is not there; RECEPTIVE_DATA can name the folder above");
        foreach (string name in IdxFiles.Names)
            _server.Serve(name + ".gz", File.ReadAllBytes(IdxFiles.Find(mnist, name)!));
        _folder.Write("cache", [1]);
        Assert.Equal("mnist", Datasets.Mnist.Load(Options()).Name);
        Assert.Contains("could not be kept", Assert.Single(_notices));
    }

    /// <summary>Five training and three test images, in the order of <see cref="IdxFiles.Names"/>.</summary>
    private static byte[][] Parts()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 784).Select(i => (byte)(i * 7))];
        return
        [
            Bytes.Idx(pixels, 5, 28, 28), Bytes.Idx([0, 1, 2, 3, 9], 5),
            Bytes.Idx(pixels.AsSpan(0, 3 * 784), 3, 28, 28), Bytes.Idx([4, 5, 6], 3),
        ];
    }

    private void WriteFolder(string folder)
    {
        for (int i = 0; i < 4; i++)
            _folder.Write($"{folder}/{IdxFiles.Names[i]}", Parts()[i]);
    }

    private string WriteArchive(string name)
    {
        byte[][] parts = Parts();
        string path = _folder.Write(name, []);
        NpzWriter.Write(path, [
            new("x_train", NpyArray.Create(parts[0][16..], 5, 28, 28)), new("y_train", NpyArray.Create(parts[1][8..], 5)),
            new("x_test", NpyArray.Create(parts[2][16..], 3, 28, 28)), new("y_test", NpyArray.Create(parts[3][8..], 3))]);
        return path;
    }

    private string Throws<T>(string directory) where T : Exception
    {
        string message = Assert.Throws<T>(() => Datasets.Mnist.Load(Options(directory))).Message;
        Assert.StartsWith(_folder[directory], message);
        return message;
    }

    private DatasetOptions Options(
        string? directory = null, string? variable = null, bool download = true, bool allowEmbedded = true, Action<DownloadProgress>? progress = null) => new()
        {
            Directory = directory is null ? null : _folder[directory],
            Download = download,
            AllowEmbedded = allowEmbedded,
            Notice = _notices.Add,
            Progress = progress,
            Places = new DatasetPlaces
            {
                DataVariable = variable is null ? null : _folder[variable],
                KerasCache = _folder["keras"],
                Cache = _folder["cache"],
                DebianFashionMnist = _folder["debian"],
                KerasStorage = _server.Address,
                MnistMirror = _server.Address,
            },
        };
}
