using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>Goes through examples in order and gives the mean loss and metrics.</summary>
internal sealed class EvaluationLoop
{
    private readonly Model _model;
    private readonly Compilation _compilation;
    private readonly ExampleSet _examples;
    private readonly int _steps;
    private readonly StepKey _key;

    public EvaluationLoop(Model model, Compilation compilation, ExampleSet examples, int batchSize, int? steps)
    {
        (_model, _compilation, _examples) = (model, compilation, examples);
        batchSize = Math.Min(batchSize, examples.Count);
        _steps = StepsOf(examples, batchSize, steps);
        _key = new StepKey(Training: false, batchSize, examples.Y.BatchShape, examples.Weights is not null);
    }

    public static int StepsOf(ExampleSet examples, int batchSize, int? steps) =>
        Math.Min(steps ?? int.MaxValue, (examples.Count + batchSize - 1) / batchSize);

    public Logs Run(CallbackList callbacks, CancellationToken cancellationToken)
    {
        StepProgram program = _model.Step(_key);
        var totals = new Totals(_compilation, program);
        var runner = new BatchRunner(program, _examples, totals);
        callbacks.TestBegin();
        for (int step = 0; step < _steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            callbacks.TestBatchBegin(step, totals.Logs);
            int first = step * _key.Capacity;
            runner.TestOn(first, Math.Min(_key.Capacity, _examples.Count - first));
            totals.Publish();
            callbacks.TestBatchEnd(step, totals.Logs);
        }

        callbacks.TestEnd(totals.Logs);
        return totals.Logs;
    }
}
