using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>Goes through batches in order and gives the mean loss and metrics.</summary>
internal sealed class EvaluationLoop(Model model, Compilation compilation, BatchSource source, int? steps)
{
    public Logs Run(CallbackList callbacks, CancellationToken cancellationToken)
    {
        source.Reset(shuffleKey: null);
        using StepProgram program = model.Step(training: false, source);
        var totals = new Totals(model, compilation, program);
        callbacks.TestBegin();
        for (int step = 0; steps is null || step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int batch = source.Next(program.Batch);
            if (batch == 0) break;
            callbacks.TestBatchBegin(step, totals.Logs);
            program.Run(batch);
            totals.Add(program, batch);
            totals.Publish();
            callbacks.TestBatchEnd(step, totals.Logs);
        }

        callbacks.TestEnd(totals.Logs);
        return totals.Logs;
    }
}
