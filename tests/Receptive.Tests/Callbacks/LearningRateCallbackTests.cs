using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Layers;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.Tests.Callbacks;

/// <summary>Callbacks that set the learning rate, end a training or swap weights, in whole trainings.</summary>
public sealed class LearningRateCallbackTests
{
    private static readonly Tensor<float> s_x = Tensor.Create<float>([1, 2, 3, 4], [4, 1]);
    private static readonly Tensor<float> s_y = Tensor.Create<float>([2, 4, 6, 8], [4, 1]);

    [Fact]
    public void A_scheduler_sets_the_rate_of_each_epoch_and_logs_it()
    {
        Sequential model = Model(new SGD(0.1f));
        var output = new StringWriter();
        History history = model.Fit(s_x, s_y, epochs: 3, verbose: 0, callbacks: [new LearningRateScheduler((epoch, rate) => epoch == 0 ? rate : rate / 2, verbose: 1) { Output = output }]);
        Assert.Equal([0.1, 0.05, 0.025], history["learning_rate"].Select(rate => Math.Round(rate, 6)));
        Assert.Contains("Epoch 2: LearningRateScheduler setting learning rate to 0.05", output.ToString());
    }

    [Fact]
    public void A_plateau_lowers_the_rate_but_not_below_its_least()
    {
        Sequential model = Model(new SGD(0));
        model.Optimizer!.LearningRate = 1e-3;
        var callback = new ReduceLROnPlateau("loss", factor: 0.1, patience: 1, minDelta: 1e9, minLr: 1e-4);
        History history = model.Fit(s_x, s_y, epochs: 4, verbose: 0, callbacks: [callback]);
        Assert.Equal([1e-3, 1e-3, 1e-4, 1e-4], history["learning_rate"].Select(rate => Math.Round(rate, 7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(minLr: -1));
    }

    [Fact]
    public void A_training_whose_loss_is_lost_ends()
    {
        Sequential model = Model(new SGD(1e20f));
        var output = new StringWriter();
        History history = model.Fit(s_x, s_y, batchSize: 1, epochs: 5, verbose: 0, callbacks: [new TerminateOnNaN { Output = output }]);
        Assert.Equal([0], history.Epochs);
        Assert.Contains("terminating training", output.ToString());
        Assert.Throws<InvalidOperationException>(() => model.Fit(s_x, s_y, epochs: 1, verbose: 0, callbacks: [new TerminateOnNaN(raiseError: true)]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Averages_take_part_in_validation_and_are_the_weights_at_the_end(bool swapOnEpoch)
    {
        var seen = new List<float>();
        Sequential model = Model(new SGD(0.01f) { UseEma = true, EmaMomentum = 0.5 }), plain = Model(new SGD(0.01f));
        plain.Weights[0].Assign([0.5f]);
        model.Weights[0].Assign([0.5f]);
        var weights = new List<float>();
        var validation = BatchSource.From(s_x, s_y);
        plain.Fit(s_x, s_y, epochs: 2, verbose: 0, callbacks: [new Watcher(() => weights.Add(plain.Weights[0].Span[0]))], validationData: validation);
        model.Fit(
            s_x, s_y, epochs: 2, verbose: 0, validationData: validation,
            callbacks: [new SwapEMAWeights(swapOnEpoch), new Watcher(() => seen.Add(model.Weights[0].Span[0]))]);

        // The first average is the weight itself.
        float average = 0.5f * weights[0] + 0.5f * weights[1];
        Assert.Equal(2, seen.Count);
        Assert.Equal(weights[0], seen[0], 1e-5);
        Assert.Equal(average, seen[1], 1e-5);
        Assert.Equal(average, model.Weights[0].Span[0], 1e-5);
    }

    [Fact]
    public void Swapping_needs_averages() =>
        Assert.Contains("UseEma", Assert.Throws<InvalidOperationException>(() => Model(new SGD()).Fit(s_x, s_y, verbose: 0, validationSplit: 0.5, callbacks: [new SwapEMAWeights()])).Message);

    private static Sequential Model(Optimizer optimizer)
    {
        var model = new Sequential { new Dense(1, useBias: false) { InputShape = [1], KernelInitializer = "ones" } };
        model.Compile(optimizer, "mse");
        return model;
    }

    private sealed class Watcher(Action look) : Callback
    {
        public override void OnTestBatchBegin(int batch, Logs logs) => look();
    }
}
