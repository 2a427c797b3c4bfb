using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.Tests.Training;

[Collection(nameof(Seeded))]
public sealed class FitTests
{
    [Fact]
    public void Memory_that_was_given_back_is_not_missed()
    {
        Tensor<float> x = Tensor.Create([.. Enumerable.Range(0, 40).Select(i => i % 7 / 7f)], [10, 4]), y = Tensor.Create([.. Enumerable.Range(0, 10).Select(i => i % 3f)], [10, 1]);
        Assert.Equal(Weights(release: false), Weights(release: true));

        float[] Weights(bool release)
        {
            RandomSeed.Set(5);
            Sequential model = [new Dense(3, activation: "relu") { InputShape = [4] }, new Dense(1)];
            model.Compile("adam", "mse");
            for (int i = 0; i < 3; i++)
            {
                model.Fit(x, y, batchSize: 4, verbose: 0);
                if (release) model.ReleaseMemory();
            }

            float[] prediction = new float[1];
            model.Predict([1, 2, 3, 4], prediction);
            return [.. model.Weights.SelectMany(weight => weight.Span.ToArray()), prediction[0]];
        }
    }

    [Fact]
    public void A_small_network_learns()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(90);
        Sequential model = Compiled(new Adam(0.02f));
        History history = model.Fit(x, y, batchSize: 16, epochs: 12, verbose: 0);
        Assert.Equal(12, history["loss"].Count);
        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], history.Row(11).ToString());
        (Tensor<float> xTest, Tensor<float> yTest, int[] labels) = TestModels.Rows(60, key: 2);
        EvaluationResult result = model.Evaluate(xTest, yTest, verbose: 0);
        Assert.True(result["accuracy"] > 0.9, result.ToString());
        Assert.Equal(result["accuracy"], result[1]);
        Assert.Equal(result.Loss, result[0]);
        int[] predicted = Utilities.ArgMax(model.Predict(xTest));
        Assert.Equal(result["accuracy"], predicted.Zip(labels).Count(pair => pair.First == pair.Second) / 60.0, 1e-6);
        Assert.Same(history, model.History);
    }

    [Fact]
    public void An_epochs_loss_counts_each_batch_by_its_examples()
    {
        // One weight, no training step (rate 0): the loss of each example is (w x - y)^2 with w = 2.
        var model = new Sequential { new Dense(1, useBias: false) { InputShape = [1], KernelInitializer = new Receptive.Initializers.Constant(2) } };
        model.Compile(new SGD(0), "mse", ["mae"]);
        Tensor<float> x = Tensor.Create([1f, 2, 3, 4, 5], [5, 1]), y = Tensor.Create([0f, 0, 0, 0, 0]);
        History history = model.Fit(x, y, batchSize: 2, verbose: 0);
        Assert.Equal((4 + 16 + 36 + 64 + 100) / 5.0, history["loss"][0], 1e-5);
        Assert.Equal((2 + 4 + 6 + 8 + 10) / 5.0, history["mae"][0], 1e-5);
        Tensor<float> weights = Tensor.Create([1f, 0, 0, 0, 2]);
        Assert.Equal((4 + 200) / 5.0, model.Evaluate(x, y, batchSize: 3, verbose: 0, sampleWeight: weights)[0], 1e-4);
    }

    [Fact]
    public void Validation_split_takes_the_last_rows_and_class_weights_weigh_the_loss()
    {
        var model = new Sequential { new Dense(1, useBias: false) { InputShape = [1], KernelInitializer = "ones" } };
        model.Compile(new SGD(0), "mse");
        Tensor<float> x = Tensor.Create([0f, 0, 0, 0, 3], [5, 1]), y = Tensor.Create([0f, 1, 0, 1, 0]);
        History history = model.Fit(x, y, validationSplit: 0.2, verbose: 0, classWeight: new Dictionary<int, float> { [1] = 10 });
        Assert.Equal(20 / 4.0, history["loss"][0], 1e-5);
        Assert.Equal(9, history["val_loss"][0], 1e-5);
    }

    [Fact]
    public void The_same_seed_trains_the_same_weights_with_any_number_of_threads()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(50);
        string[] hashes = [.. new[] { 1, 2, 3, 1 }.Select(threads =>
        {
            Sequential model = Compiled("adam");
            model.Threads = threads;
            model.Fit(x, y, batchSize: 16, epochs: 2, verbose: 0);
            return model.WeightsSha256();
        })];
        Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
    }

    [Fact]
    public void A_training_in_two_calls_is_the_training_in_one()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(50);
        Sequential once = Compiled("adam"), twice = Compiled("adam");
        once.Fit(x, y, batchSize: 16, epochs: 2, verbose: 0);
        twice.Fit(x, y, batchSize: 16, epochs: 1, verbose: 0);
        twice.Fit(x, y, batchSize: 16, initialEpoch: 1, epochs: 2, verbose: 0);
        Assert.Equal(once.WeightsSha256(), twice.WeightsSha256());
        Assert.Equal([1], twice.History!.Epochs);
        Assert.Equal(8, twice.Optimizer!.Iterations);
    }

    [Fact]
    public void Shuffling_can_be_turned_off_and_matters()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(50);
        Sequential shuffled = Compiled("adam"), inOrder = Compiled("adam");
        shuffled.Fit(x, y, batchSize: 16, verbose: 0);
        inOrder.Fit(x, y, batchSize: 16, shuffle: false, verbose: 0);
        Assert.NotEqual(shuffled.WeightsSha256(), inOrder.WeightsSha256());
    }

    [Fact]
    public void Steps_an_epoch_go_on_through_the_data_and_end_with_it()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(70);
        Sequential model = Compiled("sgd");
        var batches = new List<string>();
        model.Fit(x, y, batchSize: 16, stepsPerEpoch: 3, initialEpoch: 2, epochs: 5, verbose: 0, callbacks: [new LambdaCallback { EpochBegin = (e, _) => batches.Add($"{e}:"), TrainBatchEnd = (b, _) => batches[^1] += b }]);
        Assert.Equal(["2:012", "3:01", "4:012"], batches);
    }

    [Fact]
    public void A_frozen_layer_keeps_its_weights()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(20);
        Sequential model = TestModels.SmallCnn();
        model.Layers[0].Trainable = false;
        model.Compile("sgd", "categorical_crossentropy");
        float[] before = model.Weights[0].Span.ToArray(), dense = model.Weights[2].Span.ToArray();
        model.Fit(x, y, verbose: 0);
        Assert.Equal(before, model.Weights[0].Span.ToArray());
        Assert.NotEqual(dense, model.Weights[2].Span.ToArray());
        Assert.Equal(4, model.Optimizer!.TrainedVariables!.Count);
    }

    [Fact]
    public void The_learning_rate_can_change_between_batches()
    {
        var model = new Sequential { new Dense(1, useBias: false) { InputShape = [1], KernelInitializer = "zeros" } };
        model.Compile(new SGD(0.5f), "mse");
        Tensor<float> x = Tensor.Create([1f, 1], [2, 1]), y = Tensor.Create([1f, 1]);
        model.Fit(x, y, batchSize: 1, verbose: 0, callbacks: [new LambdaCallback { TrainBatchEnd = (_, _) => model.Optimizer!.LearningRate = 0 }]);

        // The gradient at 0 is -2: one step of 0.5 lands at 1 exactly, and the second step goes nowhere.
        Assert.Equal(1, model.Weights[0].Span[0], 1e-6);
    }

    [Fact]
    public void On_a_batch_the_model_trains_and_tests()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(16);
        Sequential model = Compiled(new SGD(0.1f));
        string before = model.WeightsSha256();
        EvaluationResult test = model.TestOnBatch(x, y);
        Assert.Equal(before, model.WeightsSha256());
        Assert.Equal(2, test.Count);
        model.TrainOnBatch(x, y);
        Assert.NotEqual(before, model.WeightsSha256());
        Assert.Equal(1, model.Optimizer!.Iterations);
    }

    [Fact]
    public void Images_that_stay_bytes_train_the_same_weights()
    {
        byte[] bytes = [.. Enumerable.Range(0, 30 * 64).Select(i => (byte)(i * 89))];
        Tensor<byte> images = Tensor.Create(bytes, [30, 8, 8]);
        Tensor<float> x = Tensor.Create(Array.ConvertAll(bytes, b => b / 255f), [30, 8, 8, 1]), y = TestModels.Rows(30).Y;
        Sequential a = Compiled("adam"), b = Compiled("adam");
        a.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, validationData: (x, y));
        History history = b.Fit(Examples.FromImages(images), y, batchSize: 8, epochs: 2, verbose: 0, validationData: (Examples.FromImages(images), y));
        Assert.Equal(a.WeightsSha256(), b.WeightsSha256());
        Assert.Equal(a.History!["val_loss"], history["val_loss"]);
    }

    [Fact]
    public void A_loss_that_blows_up_is_warned_of_once()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(20);
        var model = new Sequential { new Flatten { InputShape = [8, 8, 1] }, new Dense(3) };
        model.Compile(new SGD(1e20), "mse");
        var warnings = new List<string>();
        Action<string> old = Warnings.Handler;
        Warnings.Handler = warnings.Add;
        try
        {
            model.Fit(x, y, batchSize: 5, epochs: 3, verbose: 0);
        }
        finally
        {
            Warnings.Handler = old;
        }

        Assert.Contains("The learning rate (1E+20) may be too high", Assert.Single(warnings));
    }

    [Fact]
    public void Class_numbers_train_like_one_hot_rows()
    {
        (Tensor<float> x, Tensor<float> y, int[] labels) = TestModels.Rows(40);
        Tensor<float> numbers = Tensor.Create(Array.ConvertAll(labels, label => (float)label));
        Sequential dense = Compiled("adam"), sparse = SeededCnn();
        sparse.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        History a = dense.Fit(x, y, batchSize: 16, epochs: 2, verbose: 0), b = sparse.Fit(x, numbers, batchSize: 16, epochs: 2, verbose: 0);
        Assert.Equal(a["loss"][1], b["loss"][1], 1e-6);
        Assert.Equal(a["accuracy"], b["accuracy"]);
    }

    /// <summary>A small network, always with the same weights and random streams.</summary>
    private static Sequential Compiled(Optimizer optimizer)
    {
        Sequential model = SeededCnn();
        model.Compile(optimizer, new CategoricalCrossentropy(), ["accuracy"]);
        return model;
    }

    private static Sequential SeededCnn()
    {
        RandomSeed.Set(77);
        return TestModels.SmallCnn();
    }
}
