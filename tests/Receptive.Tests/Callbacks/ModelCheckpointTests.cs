using Receptive.Callbacks;
using Receptive.Tests.Saving;
using Xunit;

namespace Receptive.Tests.Callbacks;

public sealed class ModelCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Names => [.. Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static Sequential Compiled()
    {
        Sequential model = TestModels.SmallCnn();
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>Tells the callback one value an epoch, as a training would.</summary>
    private static StringWriter Run(ModelCheckpoint callback, Model model, double[] losses, int initialEpoch = 0)
    {
        var output = new StringWriter();
        callback.Output = output;
        callback.Attach(model, new TrainingParameters { InitialEpoch = initialEpoch, Epochs = initialEpoch + losses.Length });
        callback.OnTrainBegin(new Logs());
        for (int i = 0; i < losses.Length; i++)
        {
            callback.OnEpochBegin(initialEpoch + i, new Logs());
            callback.OnEpochEnd(initialEpoch + i, new Logs { ["val_loss"] = losses[i] });
        }

        callback.OnTrainEnd(new Logs());
        return output;
    }

    [Fact]
    public void Saves_after_every_epoch_of_a_training()
    {
        (System.Numerics.Tensors.Tensor<float> x, System.Numerics.Tensors.Tensor<float> y, _) = TestModels.Rows(12);
        Sequential model = Compiled();
        var checkpoint = new ModelCheckpoint(_folder.File("made/cnn{epoch:02d}.keras"));
        model.Fit(x, y, batchSize: 4, epochs: 2, verbose: 0, callbacks: [checkpoint]);
        Assert.Equal(["cnn01.keras", "cnn02.keras"], Directory.GetFiles(_folder.File("made")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(_folder.File("made/cnn02.keras"), checkpoint.LastSavedPath);
        Model saved = Model.Load(checkpoint.LastSavedPath!);
        Assert.Equal(model.WeightsSha256(), saved.WeightsSha256());
        Assert.Equal(6, saved.Optimizer!.Iterations);
    }

    [Fact]
    public void Saves_every_so_many_batches()
    {
        (System.Numerics.Tensors.Tensor<float> x, System.Numerics.Tensors.Tensor<float> y, _) = TestModels.Rows(20);
        Compiled().Fit(x, y, batchSize: 4, epochs: 2, verbose: 0, callbacks: [new ModelCheckpoint(_folder.File("cnn{epoch}-{batch}.h5"), saveFreq: 3)]);
        Assert.Equal(["cnn1-3.h5", "cnn2-1.h5", "cnn2-4.h5"], Names);
    }

    [Fact]
    public void Keeps_the_best_alone_and_says_so()
    {
        var checkpoint = new ModelCheckpoint(_folder.File("cnn{epoch:02d}-{val_loss:.4f}.hdf5"), verbose: 1, saveBestOnly: true);
        string output = Run(checkpoint, Compiled(), [0.5, 0.6, 0.25]).ToString();
        Assert.Equal(["cnn-.hdf5.best.json", "cnn01-0.5000.hdf5", "cnn03-0.2500.hdf5"], Names);
        Assert.Equal(0.25, checkpoint.Best);
        Assert.Equal(
            $"Epoch 1: val_loss improved from nothing to 0.50000, saving model to {_folder.File("cnn01-0.5000.hdf5")}\n"
            + "Epoch 2: val_loss did not improve from 0.50000\n"
            + $"Epoch 3: val_loss improved from 0.50000 to 0.25000, saving model to {_folder.File("cnn03-0.2500.hdf5")}\n",
            output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_continued_training_does_not_overwrite_a_better_file()
    {
        string path = _folder.File("best.keras");
        Run(new ModelCheckpoint(path, saveBestOnly: true), Compiled(), [0.5, 0.2]);
        byte[] best = File.ReadAllBytes(path);

        var continued = new ModelCheckpoint(path, saveBestOnly: true);
        Run(continued, Compiled(), [0.4, 0.3], initialEpoch: 2);
        Assert.Equal(best, File.ReadAllBytes(path));
        Assert.Equal(0.2, continued.Best);
        Run(continued, Compiled(), [0.1], initialEpoch: 4);
        Assert.NotEqual(best, File.ReadAllBytes(path));

        // A training from the beginning starts anew.
        Run(new ModelCheckpoint(path, saveBestOnly: true), Compiled(), [0.9]);
        Assert.Contains("0.9", File.ReadAllText(path + ".best.json"));
    }

    [Fact]
    public void Saves_weights_alone()
    {
        Sequential model = Compiled();
        Run(new ModelCheckpoint(_folder.File("w{epoch}.weights.h5"), saveWeightsOnly: true), model, [1]);
        Sequential other = Compiled();
        Assert.NotEqual(model.WeightsSha256(), other.WeightsSha256());
        other.LoadWeights(_folder.File("w1.weights.h5"));
        Assert.Equal(model.WeightsSha256(), other.WeightsSha256());
    }

    [Fact]
    public void A_place_that_cannot_be_written_ends_the_training_with_one_sentence()
    {
        File.WriteAllText(_folder.File("file"), "");
        IOException e = Assert.Throws<IOException>(() => Run(new ModelCheckpoint(_folder.File("file/cnn.keras")), Compiled(), [1]));
        Assert.StartsWith($"'{_folder.File("file/cnn.keras")}' could not be written: ", e.Message);
        Directory.CreateDirectory(_folder.File("cnn.keras"));
        e = Assert.Throws<IOException>(() => Run(new ModelCheckpoint(_folder.File("cnn.keras")), Compiled(), [1]));
        Assert.Contains("there is a folder of that name", e.Message);
    }

    [Theory]
    [InlineData("cnn.txt")]
    [InlineData("cnn{batch}.keras")]
    [InlineData("cnn")]
    public void A_path_that_cannot_be_used_is_refused_at_once(string path) =>
        Assert.Throws<ArgumentException>(() => new ModelCheckpoint(path));

    [Fact]
    public void Weights_alone_need_an_ending_of_hdf5() =>
        Assert.Throws<ArgumentException>(() => new ModelCheckpoint("cnn.keras", saveWeightsOnly: true));
}
