using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>Epochs of training, with validation between them.</summary>
internal sealed class TrainingLoop(Model model, Compilation compilation, ExampleSet training, ExampleSet? validation)
{
    private bool _warnedOfLoss;

    public required int BatchSize { get; init; }

    public required int Epochs { get; init; }

    public required int InitialEpoch { get; init; }

    public required bool Shuffle { get; init; }

    public required int? StepsPerEpoch { get; init; }

    public required int? ValidationSteps { get; init; }

    public required int ValidationBatchSize { get; init; }

    public required int ValidationFrequency { get; init; }

    public required Verbosity Verbose { get; init; }

    public History History { get; } = new();

    private int BatchesInData => (training.Count + BatchSize - 1) / BatchSize;

    public void Run(IReadOnlyList<Callback> callbacks, CancellationToken cancellationToken)
    {
        int steps = StepsPerEpoch ?? BatchesInData;
        var all = new CallbackList(model, ParametersFor(steps), callbacks, History);
        StepProgram program = model.Step(new StepKey(Training: true, Math.Min(BatchSize, training.Count), training.Y.BatchShape, training.Weights is not null));
        var totals = new Totals(compilation, program);
        var runner = new BatchRunner(program, compilation, training, totals);
        EvaluationLoop? validating = validation is null ? null : new EvaluationLoop(model, compilation, validation, ValidationBatchSize, ValidationSteps);
        int[] order = Permutation.Identity(training.Count);
        var logs = new Logs();

        all.TrainBegin();
        try
        {
            // With stepsPerEpoch an epoch may end within the data; the next goes on from there, as in Keras.
            int nextBatch = 0;
            for (int epoch = InitialEpoch; epoch < Epochs; epoch++)
            {
                all.EpochBegin(epoch);
                totals.Reset();
                totals.Publish();
                if (StepsPerEpoch is null) nextBatch = 0;
                for (int step = 0; step < steps; step++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (nextBatch == BatchesInData)
                    {
                        Warnings.Raise(
                            $"Fit: the data ran out after {step} of {steps} steps of epoch {epoch + 1}, which therefore ends here. Leave out stepsPerEpoch to use all data in each epoch.");
                        break;
                    }

                    if (nextBatch == 0 && Shuffle) Permutation.Shuffle(order, ShuffleKey());
                    all.TrainBatchBegin(step, totals.Logs);
                    int first = nextBatch * BatchSize;
                    runner.TrainOn(order.AsSpan(first, Math.Min(BatchSize, training.Count - first)));
                    nextBatch++;
                    totals.Publish();
                    if (!double.IsFinite(totals.Logs.ValueAt(0))) WarnOfLoss(epoch, step, totals.Logs.ValueAt(0));
                    all.TrainBatchEnd(step, totals.Logs);
                    if (model.StopTraining) break;
                }

                if (nextBatch == BatchesInData) nextBatch = 0;
                logs = new Logs(totals.Logs);
                if (validating is not null && (epoch + 1) % ValidationFrequency == 0)
                {
                    foreach ((string name, double value) in validating.Run(all, cancellationToken)) logs["val_" + name] = value;
                }

                all.EpochEnd(epoch, logs);
                if (model.StopTraining) break;
            }
        }
        catch (OperationCanceledException)
        {
            // Callbacks close their files and restore weights, then the caller learns of the cancellation.
            all.TrainEnd(logs);
            throw;
        }

        all.TrainEnd(logs);
    }

    private void WarnOfLoss(int epoch, int step, double loss)
    {
        if (_warnedOfLoss) return;
        _warnedOfLoss = true;
        Warnings.Raise(
            $"Fit: the loss became {(double.IsNaN(loss) ? "NaN" : "infinite")} at batch {step + 1} of epoch {epoch + 1}, and the weights are lost with it. "
            + $"The learning rate ({compilation.Optimizer.LearningRate}) may be too high, or inputs too large: scale pixels to 0..1.");
    }

    // By the step and not by the epoch: a second call of Fit takes another order than the first, and a training that is
    // continued from a file takes the order it would have had.
    private ulong ShuffleKey() => RandomStream.DeriveKey(RandomStream.DeriveKey(model.Key!.Value, 0x5487FF1E), (ulong)compilation.Optimizer.Iterations);

    private TrainingParameters ParametersFor(int steps) => new()
    {
        Epochs = Epochs,
        InitialEpoch = InitialEpoch,
        Steps = steps,
        Samples = training.Count,
        BatchSize = BatchSize,
        Verbose = Verbose,
        HasValidation = validation is not null,
    };
}
