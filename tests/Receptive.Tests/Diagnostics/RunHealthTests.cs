using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Diagnostics;
using Receptive.Layers;
using Receptive.Optimizers;
using Receptive.Tests.Explanations;
using Xunit;

namespace Receptive.Tests.Diagnostics;

public sealed class RunHealthTests
{
    private readonly Tensor<float> _x = SmallModels.RandomImages(64, 8, 8, 1);
    private readonly Tensor<float> _y = Utilities.ToCategorical([.. Enumerable.Range(0, 64).Select(i => i % 3)]);

    [Fact]
    public void Healthy_run_is_recorded_by_layer_and_epoch_and_nothing_is_found()
    {
        RandomSeed.Set(2);
        Sequential model = Model();
        var health = new RunHealth(_x);
        model.Compile("adam", "categorical_crossentropy");
        model.Fit(_x, _y, batchSize: 16, epochs: 3, verbose: 0, callbacks: [health]);
        Assert.Equal(["conv2d", "dense", "dense_1"], health.Layers);
        Assert.Equal([0, 1, 2], health.Records.Select(record => record.Epoch).Distinct());
        Assert.All(health.Records, record => Assert.InRange(record.UpdateRatio!.Value, 1e-5, 0.1));
        Assert.All(health.Records.Where(record => record.Layer is "conv2d" or "dense"), record => Assert.InRange(record.DeadShare!.Value, 0, 0.3));
        Assert.Null(health.Records[^1].DeadShare);
        Assert.All(health.Records, record => Assert.InRange(record.Spread!.Value, 0.01, 10));
        Assert.Empty(health.Findings());
        Assert.Equal(["conv2d", "dense", "dense_1"], health.Times.SelectMany(time => time.Name.Split(" + ")));
        Assert.True(health.PeakGigaflops > 0);
    }

    [Fact]
    public void Update_ratio_is_that_of_a_known_step()
    {
        // Plain gradient descent on one weight: the mean squared error of w x = 2 w against y = 0 has the gradient 8 w.
        Sequential model = [new Dense(1, useBias: false) { InputShape = [1] }];
        model.Weights[0].Assign([0.5f]);
        model.Compile(new SGD(0.01f), "mean_squared_error");
        var health = new RunHealth();
        model.Fit(Tensor.Create(new[] { 2f }, [1, 1]), Tensor.Create(new[] { 0f }, [1, 1]), epochs: 1, verbose: 0, callbacks: [health]);
        LayerHealth record = Assert.Single(health.Records);
        Assert.Equal(0.08, record.UpdateRatio!.Value, 1e-5);
        Assert.Null(record.Spread);
    }

    [Fact]
    public void Dead_units_and_large_steps_are_found_with_advice()
    {
        RandomSeed.Set(2);
        Sequential model = Model();
        model.Weights[3].Assign([.. Enumerable.Repeat(-100f, 12)]);
        var health = new RunHealth(_x);
        model.Compile(new SGD(50f), "categorical_crossentropy");
        model.Fit(_x, _y, batchSize: 16, epochs: 1, verbose: 0, callbacks: [health]);
        IReadOnlyList<HealthFinding> findings = health.Findings();
        HealthFinding dead = Assert.Single(findings, finding => finding.Subject == "dense" && finding.Message.Contains("ReLU", StringComparison.Ordinal));
        Assert.Contains("100%", dead.Message, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Subject == "dense_1" && finding.Advice.Contains("learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Watching_changes_nothing()
    {
        string Train(params Callback[] callbacks)
        {
            RandomSeed.Set(7);
            Sequential model = Model();
            model.Compile("adam", "categorical_crossentropy");
            model.Fit(_x, _y, batchSize: 16, epochs: 2, verbose: 0, callbacks: callbacks);
            return model.WeightsSha256();
        }

        Assert.Equal(Train(), Train(new RunHealth(_x)));
    }

    [Fact]
    public void A_layer_without_weights_is_not_blamed_for_the_one_before_it()
    {
        RandomSeed.Set(2);
        Sequential model = [new Conv2D(4, kernelSize: 3, activation: "relu") { InputShape = [8, 8, 1] }, new MaxPooling2D(poolSize: 2), new Flatten(), new Dense(3, activation: "softmax")];
        model.Weights[1].Assign([-100f, -100f, -100f, -100f]);
        var health = new RunHealth(_x);
        model.Compile(new SGD(0.001f), "categorical_crossentropy");
        model.Fit(_x, _y, batchSize: 16, epochs: 1, verbose: 0, callbacks: [health]);
        Assert.Equal(0, health.Records.Single(record => record.Layer == "max_pooling2d").Spread!.Value);
        Assert.Contains(health.Findings(), finding => finding.Subject == "conv2d" && finding.Message.Contains("nearly all alike", StringComparison.Ordinal));
        Assert.DoesNotContain(health.Findings(), finding => finding.Subject == "max_pooling2d");
    }

    private static Sequential Model() =>
    [
        new Conv2D(6, kernelSize: 3, activation: "relu") { InputShape = [8, 8, 1] },
        new Dropout(0.2f),
        new Flatten(),
        new Dense(12, activation: "relu"),
        new Dense(3, activation: "softmax"),
    ];
}
