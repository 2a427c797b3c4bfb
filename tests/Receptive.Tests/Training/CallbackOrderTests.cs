using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Training;

public sealed class CallbackOrderTests
{
    private readonly Sequential _model = [new Dense(1) { InputShape = [2] }];
    private readonly Tensor<float> _x = Tensor.Create(new float[8], [4, 2]);
    private readonly Tensor<float> _y = Tensor.Create(new float[4]);

    public CallbackOrderTests() => _model.Compile("sgd", "mse", ["mae"]);

    [Fact]
    public void Hooks_are_called_in_Keras_order()
    {
        var recorder = new Recorder();
        _model.Fit(_x, _y, batchSize: 3, epochs: 2, validationData: (_x, _y), validationFreq: 2, verbose: 0, callbacks: [recorder]);
        Assert.Equal(
            "train( epoch0( batch0( batch0) batch1( batch1) epoch0[loss,mae]) "
            + "epoch1( batch0( batch0) batch1( batch1) test( tbatch0( tbatch0) tbatch1( tbatch1) test) epoch1[loss,mae,val_loss,val_mae]) train)",
            recorder.ToString());
        Assert.Equal(2, recorder.Parameters.Steps);
        Assert.Equal(3, recorder.Parameters.BatchSize);
        Assert.True(recorder.Parameters.HasValidation);
        recorder = new Recorder();
        _model.Predict(_x, batchSize: 4, callbacks: [recorder]);
        Assert.Equal("predict( pbatch0( pbatch0) predict)", recorder.ToString());
        recorder = new Recorder();
        _model.Evaluate(_x, _y, verbose: 0, callbacks: [recorder]);
        Assert.Equal("test( tbatch0( tbatch0) test)", recorder.ToString());
    }

    [Fact]
    public void Stopping_takes_effect_after_the_batch()
    {
        var recorder = new Recorder();
        _model.Fit(_x, _y, batchSize: 1, epochs: 3, verbose: 0, callbacks:
            [recorder, new LambdaCallback { TrainBatchEnd = (batch, _) => _model.StopTraining = batch == 1 }]);
        Assert.Equal("train( epoch0( batch0( batch0) batch1( batch1) epoch0[loss,mae]) train)", recorder.ToString());
        _model.Fit(_x, _y, verbose: 0);
        Assert.False(_model.StopTraining);
    }

    [Fact]
    public void Cancelling_ends_after_the_batch_and_lets_callbacks_finish()
    {
        using var source = new CancellationTokenSource();
        var recorder = new Recorder();
        Assert.Throws<OperationCanceledException>(() => _model.Fit(
            _x, _y, batchSize: 1, epochs: 3, verbose: 0, callbacks: [recorder, new LambdaCallback { TrainBatchEnd = (_, _) => source.Cancel() }], cancellationToken: source.Token));
        Assert.Equal("train( epoch0( batch0( batch0) train)", recorder.ToString());
        Assert.Equal(1, _model.Optimizer!.Iterations);
        Assert.Throws<OperationCanceledException>(() => _model.Evaluate(_x, _y, verbose: 0, cancellationToken: source.Token));
        Assert.Throws<OperationCanceledException>(() => _model.Predict(_x, cancellationToken: source.Token));
    }

    [Fact]
    public void What_a_callback_adds_to_the_logs_is_in_the_history()
    {
        History history = _model.Fit(_x, _y, epochs: 2, verbose: 0, callbacks: [new LambdaCallback { EpochEnd = (epoch, logs) => logs["rate"] = epoch + 0.5 }]);
        Assert.Equal([0.5, 1.5], history["rate"]);
        Assert.Equal(["loss", "mae", "rate"], history.Names);
    }

    [Fact]
    public void A_callback_without_a_model_says_so() => Assert.Throws<InvalidOperationException>(() => new History().Model);

    private sealed class Recorder : Callback
    {
        private readonly List<string> _calls = [];

        public override void OnTrainBegin(Logs logs) => _calls.Add("train(");

        public override void OnTrainEnd(Logs logs) => _calls.Add("train)");

        public override void OnEpochBegin(int epoch, Logs logs) => _calls.Add($"epoch{epoch}(");

        public override void OnEpochEnd(int epoch, Logs logs) => _calls.Add($"epoch{epoch}[{string.Join(',', logs.Keys)}])");

        public override void OnTrainBatchBegin(int batch, Logs logs) => _calls.Add($"batch{batch}(");

        public override void OnTrainBatchEnd(int batch, Logs logs) => _calls.Add($"batch{batch})");

        public override void OnTestBegin(Logs logs) => _calls.Add("test(");

        public override void OnTestEnd(Logs logs) => _calls.Add("test)");

        public override void OnTestBatchBegin(int batch, Logs logs) => _calls.Add($"tbatch{batch}(");

        public override void OnTestBatchEnd(int batch, Logs logs) => _calls.Add($"tbatch{batch})");

        public override void OnPredictBegin(Logs logs) => _calls.Add("predict(");

        public override void OnPredictEnd(Logs logs) => _calls.Add("predict)");

        public override void OnPredictBatchBegin(int batch, Logs logs) => _calls.Add($"pbatch{batch}(");

        public override void OnPredictBatchEnd(int batch, Logs logs) => _calls.Add($"pbatch{batch})");

        public override string ToString() => string.Join(' ', _calls);
    }
}
