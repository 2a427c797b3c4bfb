using Receptive.Callbacks;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Callbacks;

/// <summary>Expected epochs are those of Keras 3.15 for the same sequences.</summary>
public sealed class EarlyStoppingTests
{
    private static readonly double[] s_valley = [1, 0.9, 0.8, 0.85, 0.86, 0.84, 0.83, 0.9, 0.9, 0.9, 0.9];
    private static readonly double[] s_steps = [0.5, 0.5, 0.5, 0.5, 0.4, 0.4, 0.39, 0.39, 0.39, 0.39, 0.39];
    private static readonly double[] s_slope = [1, 0.99, 0.985, 0.98, 0.975, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92];
    private static readonly double[] s_gaps = [double.NaN, 1, 0.5, double.NaN, 0.6, 0.7, 0.8, 0.9, 1, 1, 1];

    public static TheoryData<double[], EarlyStopping, int?, int> Cases => new()
    {
        { s_valley, new EarlyStopping(patience: 2), 4, 2 },
        { s_valley, new EarlyStopping(patience: 3, minDelta: 0.02), 5, 2 },
        { s_valley, new EarlyStopping(patience: 2, baseline: 0.45), 3, 2 },
        { s_valley, new EarlyStopping(patience: 2, startFromEpoch: 4), 8, 6 },
        { s_steps, new EarlyStopping(patience: 2), 2, 0 },
        { s_steps, new EarlyStopping(patience: 2, baseline: 0.45), 1, 0 },
        { s_steps, new EarlyStopping(patience: 2, startFromEpoch: 4), 8, 6 },
        { s_slope, new EarlyStopping(patience: 2), null, 10 },
        { s_slope, new EarlyStopping(patience: 3, minDelta: -0.02), 3, 0 },
        { s_slope, new EarlyStopping(patience: 2, baseline: 0.45), null, 10 },
        { s_gaps, new EarlyStopping(patience: 2), 2, 0 },
        { s_gaps, new EarlyStopping(patience: 2, startFromEpoch: 4), 6, 4 },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Stops_where_Keras_stops(double[] losses, EarlyStopping callback, int? stopsAt, int bestEpoch)
    {
        Assert.Equal(stopsAt, Run(callback, losses, "val_loss"));
        Assert.Equal(bestEpoch, callback.BestEpoch);
        Assert.Equal(stopsAt ?? 0, callback.StoppedEpoch);
    }

    [Fact]
    public void An_accuracy_should_grow()
    {
        var callback = new EarlyStopping("val_accuracy", patience: 1);
        Assert.Equal(2, Run(callback, [0.5, 0.6, 0.55, 0.7], "val_accuracy"));
        Assert.Equal(0.6, callback.Best);
    }

    [Fact]
    public void Mode_max_turns_the_direction_around() =>
        Assert.Equal(1, Run(new EarlyStopping("val_loss", patience: 1, mode: "max"), [0.5, 0.4, 0.3], "val_loss"));

    [Fact]
    public void An_unknown_direction_is_asked_for_before_the_first_epoch()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Run(new EarlyStopping("val_something"), [1], "val_something"));
        Assert.Contains("mode: \"max\"", e.Message);
        Assert.Throws<ArgumentException>(() => new EarlyStopping(mode: "maxx"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1));
    }

    [Fact]
    public void The_best_weights_come_back()
    {
        var callback = new EarlyStopping(patience: 2, restoreBestWeights: true);
        Sequential model = NewModel();
        callback.Attach(model, new TrainingParameters { HasValidation = true });
        callback.OnTrainBegin(new Logs());
        double[] losses = [1, 0.5, 0.6, 0.7];
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            model.Weights[0].Assign([epoch]);
            callback.OnEpochEnd(epoch, new Logs { ["val_loss"] = losses[epoch] });
        }

        Assert.True(model.StopTraining);
        callback.OnTrainEnd(new Logs());
        Assert.Equal(1, model.Weights[0].Span[0]);
    }

    [Fact]
    public void A_continued_training_goes_on_counting_and_a_new_one_does_not()
    {
        var callback = new EarlyStopping(patience: 3);
        Assert.Null(Run(callback, [0.5, 0.6, 0.6], "val_loss"));
        Assert.Equal(3, Run(callback, [0.6], "val_loss", initialEpoch: 3));
        Assert.Null(Run(callback, [0.6], "val_loss"));
        Assert.Equal(0.6, callback.Best);
    }

    [Fact]
    public void Says_what_it_does_when_asked_to()
    {
        var callback = new EarlyStopping(patience: 0, verbose: 1, restoreBestWeights: true) { Output = new StringWriter() };
        Run(callback, [0.5, 0.6], "val_loss");
        callback.OnTrainEnd(new Logs());
        Assert.Equal(
            $"Epoch 2: early stopping{Environment.NewLine}Restoring model weights from the end of the best epoch: 1.{Environment.NewLine}",
            callback.Output.ToString());
    }

    private static int? Run(EarlyStopping callback, double[] values, string name, int initialEpoch = 0)
    {
        Sequential model = NewModel();
        callback.Attach(model, new TrainingParameters { HasValidation = true, InitialEpoch = initialEpoch });
        callback.OnTrainBegin(new Logs());
        for (int i = 0; i < values.Length; i++)
        {
            callback.OnEpochEnd(initialEpoch + i, new Logs { [name] = values[i] });
            if (model.StopTraining) return initialEpoch + i;
        }

        return null;
    }

    private static Sequential NewModel()
    {
        var model = new Sequential { new Dense(1, useBias: false) { InputShape = [1] } };
        model.Compile("sgd", "mse", ["accuracy"]);
        return model;
    }
}
