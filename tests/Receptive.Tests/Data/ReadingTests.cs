using Receptive.Data;
using Receptive.Data.Idx;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Data;

public sealed class ReadingTests
{
    /// <summary>What the embedded digits are for: a network that saw nothing else reads people's digits.</summary>
    [Fact]
    public void A_network_that_saw_only_embedded_digits_reads_MNIST()
    {
        string mnist = Path.Combine(Fixtures.DataFolder, "mnist");
        Assert.SkipUnless(IdxFiles.AllIn(mnist), $"{mnist} is not there; RECEPTIVE_DATA can name the folder above");
        ImageDataset people = Datasets.Mnist.Load(new DatasetOptions { Directory = Fixtures.DataFolder });
        ImageDataset drawn = Datasets.Digits.Load(new DatasetOptions { TrainSize = 20_000, TestSize = 1 });
        RandomSeed.Set(1);
        var model = new Sequential
        {
            new Conv2D(16, kernelSize: 5, strides: 2, activation: "relu") { InputShape = [28, 28, 1] },
            new Conv2D(32, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(poolSize: 2),
            new Flatten(),
            new Dense(64, activation: "relu"),
            new Dense(10, activation: "softmax"),
        };
        model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(drawn.XTrain, drawn.YTrain, batchSize: 50, epochs: 2, verbose: 0);
        double accuracy = model.Evaluate(people.XTest, people.YTest, verbose: 0)["accuracy"];
        Assert.True(accuracy > 0.93, $"read {accuracy:p2}");
    }
}
