using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>Epochs of training, with validation between them.</summary>
/// <param name="model">The model.</param>
/// <param name="compilation">What it was compiled with.</param>
/// <param name="training">The batches to train on.</param>
/// <param name="validation">The batches to validate with, if there are any.</param>
/// <param name="parameters">How the training was asked for.</param>
internal sealed class TrainingLoop(Model model, Compilation compilation, BatchSource training, BatchSource? validation, TrainingParameters parameters)
{
    private bool _warnedOfLoss;
    private Totals? _totals;
    private CallbackList? _callbacks;

    public required bool Shuffle { get; init; }

    public required int? StepsPerEpoch { get; init; }

    public required int? ValidationSteps { get; init; }

    public required int ValidationFrequency { get; init; }

    public History History { get; } = new();

    public TrainingState State { get; } = new();

    public void Run(IReadOnlyList<Callback> callbacks, CancellationToken cancellationToken)
    {
        var all = new CallbackList(model, parameters, callbacks, History);
        using StepProgram program = model.Step(training: true, training);
        var totals = new Totals(model, compilation, program);
        EvaluationLoop? validating = validation is null ? null : new EvaluationLoop(model, compilation, validation, ValidationSteps);
        var logs = new Logs();
        (_totals, _callbacks) = (totals, all);
        all.TrainBegin();
        bool ended = false;
        try
        {
            // With stepsPerEpoch an epoch may end within the data; the next goes on from there, as in Keras.
            bool isInside = false;
            for (int epoch = parameters.InitialEpoch; epoch < parameters.Epochs; epoch++)
            {
                State.Epoch = epoch;
                all.EpochBegin(epoch);
                totals.Reset();
                totals.Publish();
                if (StepsPerEpoch is null) isInside = false;
                for (int step = 0; StepsPerEpoch is null || step < StepsPerEpoch; step++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!isInside) training.Reset(Shuffle ? ShuffleKey() : null);
                    int batch = training.Next(program.Batch);
                    isInside = batch > 0;
                    if (batch == 0)
                    {
                        if (StepsPerEpoch is not null)
                        {
                            Warnings.Raise(
                                $"Fit: the data ran out after {step} of {StepsPerEpoch} steps of epoch {epoch + 1}, which therefore ends here. Leave out stepsPerEpoch to use all data in each epoch.");
                        }

                        break;
                    }

                    all.TrainBatchBegin(step, totals.Logs);
                    program.Run(batch);
                    totals.Add(program, batch);
                    totals.Publish();
                    (State.Batch, State.Iterations) = (step + 1, compilation.Optimizer.Iterations);
                    if (!double.IsFinite(totals.Logs.ValueAt(0))) WarnOfLoss(epoch, step, totals.Logs.ValueAt(0));
                    all.TrainBatchEnd(step, totals.Logs);
                    if (model.StopTraining) break;
                }

                logs = new Logs(totals.Logs);
                if (validating is not null && (epoch + 1) % ValidationFrequency == 0)
                {
                    foreach ((string name, double value) in validating.Run(all, cancellationToken)) logs["val_" + name] = value;
                }

                all.EpochEnd(epoch, logs);
                if (model.StopTraining) break;
            }

            if (parameters.Epochs > parameters.InitialEpoch) compilation.Optimizer.FinalizeVariables();
            ended = true;
            all.TrainEnd(logs);
        }
        catch when (!ended)
        {
            // Whatever ended it: callbacks close their files and restore weights, then the caller learns of it.
            all.TrainEnd(logs);
            throw;
        }
    }

    /// <summary>The state as it is now, complete.</summary>
    public TrainingState Capture()
    {
        State.Position = training.Position;
        State.Totals = _totals?.State ?? [];
        State.Callbacks = _callbacks?.States() ?? [];
        return State;
    }

    private void WarnOfLoss(int epoch, int step, double loss)
    {
        if (_warnedOfLoss) return;
        _warnedOfLoss = true;
        Warnings.Raise(
            $"Fit: the loss became {(double.IsNaN(loss) ? "NaN" : "infinite")} at batch {step + 1} of epoch {epoch + 1}, and the weights are lost with it. "
            + $"The learning rate ({(float)compilation.Optimizer.LearningRate}) may be too high, or inputs too large: scale pixels to 0..1.");
    }

    // By the step and not by the epoch: a second call of Fit takes another order than the first, and a training that is
    // continued from a file takes the order it would have had.
    private ulong ShuffleKey() => RandomStream.DeriveKey(RandomStream.DeriveKey(model.Key!.Value, 0x5487FF1E), (ulong)compilation.Optimizer.Iterations);
}
