namespace Receptive.Cli.Tests;

/// <summary>Whatever is wrong: one clear line on standard error, exit code 1, no stack trace.</summary>
public sealed class BadInputTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Theory]
    [InlineData("trian", "Unknown command \"trian\". Did you mean train?")]
    [InlineData("--verbose", "Unknown option \"--verbose\".")]
    [InlineData("train", "DATASET is missing: receptive train DATASET")]
    [InlineData("train mnits", "Unknown dataset \"mnits\". Did you mean \"mnist\"?")]
    [InlineData("train digits extra", "Unexpected word \"extra\".")]
    [InlineData("train digits --epoch 3", "Unknown option \"--epoch\". Did you mean --epochs?")]
    [InlineData("train digits --epochs", "--epochs needs a value: --epochs N.")]
    [InlineData("train digits --epochs 1 --epochs 2", "--epochs was given 2 times")]
    [InlineData("train digits --epochs two", "--epochs takes a whole number of at least 1, but got \"two\".")]
    [InlineData("train digits --epochs 0", "--epochs takes a whole number of at least 1, but got \"0\".")]
    [InlineData("train digits --batch-size 0", "--batch-size takes a whole number of at least 1, but got \"0\".")]
    [InlineData("train digits --batch-size -3", "--batch-size takes a whole number of at least 1, but got \"-3\".")]
    [InlineData("train digits --threads 50000", "--threads takes a whole number of at most 1024, but got \"50000\".")]
    [InlineData("train digits --threads 1.5", "--threads takes a whole number of at least 1, but got \"1.5\".")]
    [InlineData("train digits --seed 99999999999", "--seed takes a whole number of at least 0, but got \"99999999999\".")]
    [InlineData("train mnist --data nowhere", "nowhere: there is no such folder")]
    [InlineData("train digits --json nowhere/r.json", "--json: \"nowhere/r.json\" cannot be written")]
    [InlineData("evaluate", "MODEL is missing: receptive evaluate MODEL --dataset DATASET")]
    [InlineData("evaluate m.keras", "--dataset is missing")]
    [InlineData("evaluate nowhere.keras --dataset digits", "There is no model file \"nowhere.keras\".")]
    [InlineData("summary .", "\".\" is a folder; a model is a file")]
    [InlineData("explain notebook --batch-size 2147483647", "Use a smaller batch.")]
    [InlineData("predict m.keras", "There is nothing to predict for")]
    [InlineData("predict m.keras --input x.npz", "--input and --output go together.")]
    [InlineData("predict m.keras a.png --input x.npz --output y.npz", "Give pictures, or --input and --output, but not both.")]
    [InlineData("predict m.keras --thread 3 a.png", "Unknown option \"--thread\". Did you mean --threads?")]
    public void Command_lines(string words, string message) => Refused(trained.Folder, message, words.Split(' '));

    [Fact]
    public void A_folder_that_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        Directory.CreateDirectory(folder.File("run", "best.keras"));
        Refused(folder.Path, "best.keras\" is a folder, where the training is to write a file.", "train", "digits", "--output", "run");
        Refused(folder.Path, "The folder \"file/runs\" cannot be written to", "train", "digits", "--output", "file/runs");
    }

    [Fact]
    public void A_full_disk_leaves_the_earlier_checkpoint_whole()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The limit on file sizes that stands in for a full disk is Linux'.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("out"));
        string checkpoint = folder.File("out", "best.keras");
        File.Copy(trained.BestModel, checkpoint);

        // Files may not grow beyond 6 MB, a checkpoint has 14. The runtime would want one larger file itself.
        string limited = $"trap '' XFSZ; ulimit -f 6000; exec '{Cli.Executable}' {string.Join(' ', TrainedModel.Arguments)} --output out";
        CliResult result = Cli.WaitFor(Cli.StartProgram("bash", folder.Path, new() { ["DOTNET_EnableWriteXorExecute"] = "0" }, "-c", limited));
        CheckRefusal(result, "file");
        Assert.Equal(File.ReadAllBytes(trained.BestModel), File.ReadAllBytes(checkpoint));
        Assert.Equal(["best.keras", "history.csv"], Directory.GetFiles(folder.File("out")).Select(file => Path.GetFileName(file)).Order());
    }

    public static TheoryData<string, string, byte[]> BrokenModels => new()
    {
        { "empty.keras", "empty", [] },
        { "text.keras", "text.keras", [.. "this is no model"u8] },
        { "cut.keras", "cut.keras", [.. "PK\x03\x04"u8, .. new byte[40]] },
        { "text.h5", "text.h5", [.. "this is no model"u8] },
        { "cut.h5", "cut.h5", [0x89, .. "HDF\r\n\x1a\n"u8, .. new byte[100]] },
    };

    [Theory]
    [MemberData(nameof(BrokenModels))]
    public void A_model_that_is_none(string name, string message, byte[] content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), content);
        Refused(folder.Path, message, "summary", name);
        Refused(folder.Path, message, "evaluate", name, "--dataset", "digits");
        Refused(folder.Path, message, "predict", name, "--input", "x.npz", "--output", "y.npz");
    }

    [Fact]
    public void A_model_that_was_cut_short()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(trained.Model);
        File.WriteAllBytes(folder.File("cut.keras"), whole[..(whole.Length / 2)]);
        Refused(folder.Path, "cut.keras", "summary", "cut.keras");
    }

    public static TheoryData<string, string> BrokenIdx => new()
    {
        { "missing", "t10k-labels-idx1-ubyte" },
        { "truncated", "train-images-idx3-ubyte" },
        { "truncated gz", "train-images-idx3-ubyte.gz" },
        { "corrupted gz", "train-images-idx3-ubyte.gz" },
        { "renamed", "train-images-idx3-ubyte" },
        { "claims more", "train-images-idx3-ubyte" },
        { "label outside", "train" },
        { "counts differ", "train" },
        { "text", "train-labels-idx1-ubyte" },
    };

    [Theory]
    [MemberData(nameof(BrokenIdx))]
    public void Idx_files(string damage, string message)
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder.File("data", "mnist"), damage);
        Refused(folder.Path, message, "train", "mnist", "--data", folder.File("data"));
    }

    [Fact]
    public void Idx_files_that_are_well_are_taken()
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder.File("data", "mnist"), "none");
        CliResult result = Cli.Run(folder.Path, "train", "mnist", "--data", folder.File("data"), "--epochs", "1");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    public static TheoryData<string, string> BrokenNpz => new()
    {
        { "other names", "expected arrays named x0, x1" },
        { "shape", "expects (None, 28, 28, 1)" },
        { "channel", "The images lack a dimension for channels" },
        { "nan", "NaN" },
        { "text", "expected a NumPy .npz file" },
        { "truncated", "x.npz" },
        { "pickle", "x.npz" },
        { "absent", "x.npz" },
    };

    [Theory]
    [MemberData(nameof(BrokenNpz))]
    public void Npz_files(string damage, string message)
    {
        using var folder = new TemporaryFolder();
        if (damage != "absent") NpzFiles.Write(folder.File("x.npz"), damage);
        Refused(folder.Path, message, "predict", trained.Model, "--input", "x.npz", "--output", "y.npz");
        Assert.False(File.Exists(folder.File("y.npz")));
    }

    [Fact]
    public void A_dataset_that_does_not_fit_the_model()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential { new Layers.Flatten() { InputShape = [8, 8, 1] }, new Layers.Dense(10, activation: "softmax") };
        model.Save(folder.File("small.keras"));
        Refused(folder.Path, "(10000, 28, 28, 1), but the model 'sequential' expects (None, 8, 8, 1)", "evaluate", "small.keras", "--dataset", "digits");
    }

    private static void Refused(string folder, string message, params string[] arguments) => CheckRefusal(Cli.Run(folder, arguments), message);

    private static void CheckRefusal(CliResult result, string message)
    {
        Assert.True(result.ExitCode == 1, result.ToString());
        string[] lines = result.Error.TrimEnd('\r', '\n').Split('\n');
        Assert.True(lines.Length == 1, result.ToString());
        Assert.StartsWith("receptive: ", lines[0]);
        Assert.Contains(message, lines[0]);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.DoesNotContain("This is a mistake in Receptive", result.Error);
    }
}
