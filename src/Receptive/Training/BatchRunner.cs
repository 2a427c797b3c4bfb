namespace Receptive.Training;

/// <summary>Fills a step program with a batch, runs it, and adds what came of it to the totals. Allocates nothing.</summary>
internal sealed class BatchRunner(StepProgram program, ExampleSet examples, Totals totals)
{
    /// <summary>A step of training on the examples of given numbers.</summary>
    public void TrainOn(ReadOnlySpan<int> rows)
    {
        examples.X.Gather(rows, program.X);
        examples.Y.Gather(rows, program.Y);
        examples.Weights?.Gather(rows, program.Weights);
        program.Run(rows.Length);
        Count(rows.Length);
    }

    /// <summary>A step of evaluating on examples that follow one another.</summary>
    public void TestOn(int first, int count)
    {
        examples.X.CopyRange(first, count, program.X);
        examples.Y.CopyRange(first, count, program.Y);
        examples.Weights?.CopyRange(first, count, program.Weights);
        program.Run(count);
        Count(count);
    }

    private void Count(int batch) => totals.Add(program, batch, program.Key.Weighted ? program.Weights[..batch] : default);
}
