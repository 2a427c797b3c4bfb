using Receptive.Compiler;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Regularizers;

namespace Receptive.Tests.Description;

/// <summary>What can be seen of a loss, metric, optimizer, schedule, initializer, regularizer or constraint, as numbers.</summary>
internal static class PartObservation
{
    private const int Batch = 4;

    private static readonly float[] s_scores = [0.7f, 0.2f, 0.1f, 0.3f, 0.55f, 0.15f, 0.2f, 0.15f, 0.65f, 0.05f, 0.9f, 0.05f];
    private static readonly float[] s_oneHot = [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1];
    private static readonly float[] s_classes = [0, 1, 0, 2];
    private static readonly float[] s_matrix = [0.05f, -1, 2, 0.02f, -0.25f, 1.5f];
    private static readonly float[] s_weights = [1, 0.5f, 2, 0.25f];

    public static float[] Of(KerasObject part) => part switch
    {
        Loss loss => OfLoss(loss),
        Metric metric => OfMetric(metric),
        Optimizer optimizer => OfOptimizer(optimizer),
        LearningRateSchedule schedule => [.. new[] { 0, 1, 2, 3, 5, 9, 10, 11, 25, 100, 1000 }.Select(step => (float)schedule.At(step))],
        Initializer initializer => [.. Seen(() => initializer.Create([3, 4], key: 5)), .. Seen(() => initializer.Create([2, 2, 3, 4], key: 6))],
        Regularizer regularizer => Evaluate([regularizer.Call(Ops.Constant(s_matrix, [2, 3]))], [], []),
        Constraint constraint => Evaluate([constraint.Call(Ops.Constant(s_matrix, [2, 3]))], [], []),
        _ => throw new ArgumentException($"{part} is of a kind that nobody looks at.", nameof(part)),
    };

    private static float[] OfLoss(Loss loss) => [.. Pairs((y, p) => loss.CheckShapes(y, p)).SelectMany(pair => Seen(() =>
    {
        SymbolicTensor weights = Ops.Placeholder([Shape.Batch], "weights"), value = loss.Apply(pair.Labels, pair.Scores), weighted = loss.Apply(pair.Labels, pair.Scores, weights);
        SymbolicTensor gradient = Autodiff.Gradients(Ops.ReduceSum(value), [pair.Scores])[0]!;
        return Evaluate([value, weighted, gradient], [pair.Labels, pair.Scores, weights], [pair.TrueValues, pair.Values, s_weights]);
    }))];

    private static float[] OfMetric(Metric metric) => [.. Pairs((y, p) => metric.Resolve(y, p).Update(Ops.Placeholder(y, "y"), Ops.Placeholder(p, "p"), null)).SelectMany(pair => Seen(() =>
    {
        Metric resolved = metric.Resolve(pair.Labels.Shape, pair.Scores.Shape);
        SymbolicTensor weights = Ops.Placeholder([Shape.Batch], "weights");
        float[] plain = Evaluate([resolved.Update(pair.Labels, pair.Scores, null)], [pair.Labels, pair.Scores], [pair.TrueValues, pair.Values]);
        float[] weighted = Evaluate([resolved.Update(pair.Labels, pair.Scores, weights)], [pair.Labels, pair.Scores, weights], [pair.TrueValues, pair.Values, s_weights]);
        double[] results = [.. resolved.Results(Array.ConvertAll(plain[1..], v => (double)v), Batch), .. resolved.Results(Array.ConvertAll(weighted[1..], v => (double)v), s_weights.Sum())];
        return Array.ConvertAll(results, result => (float)result);
    }))];

    /// <summary>What comes out; one number that says so where shapes are refused.</summary>
    private static float[] Seen(Func<float[]> run)
    {
        try
        {
            return run();
        }
        catch (ShapeException)
        {
            return [-12345];
        }
    }

    /// <summary>One-hot rows where they fit and class numbers otherwise; then both as numbers, yes-or-no answers, and two rows an example.</summary>
    private static IEnumerable<(SymbolicTensor Labels, SymbolicTensor Scores, float[] TrueValues, float[] Values)> Pairs(Action<Shape, Shape> check)
    {
        (Shape row, Shape number, Shape two) = ([Shape.Batch, 3], [Shape.Batch], [Shape.Batch, 2, 3]);
        bool takesRows = true;
        try
        {
            check(row, row);
        }
        catch (ShapeException)
        {
            takesRows = false;
        }

        float[] oneHotOfTwo = [.. s_oneHot, .. s_oneHot.Reverse()], scoresOfTwo = [.. s_scores.Reverse(), .. s_scores.Select(score => 1 - score)];
        return takesRows
            ? [Pair(row, s_oneHot, row, s_scores), Pair(number, s_classes, row, s_scores), Pair(row, s_oneHot, number, [0, 2, 0, 2]), Pair(number, s_classes, number, [0, 2, 0, 2]), Pair(number, [1, 0, 0, 1], number, [0.8f, 0.3f, 0.6f, 0.4f]), Pair(number, [1, 0, 0, 1], number, [2.5f, 1.5f, 3, -1]), Pair(two, oneHotOfTwo, two, scoresOfTwo)]
            : [Pair(number, s_classes, row, s_scores), Pair(number, s_classes, number, [0, 2, 0, 2])];

        static (SymbolicTensor, SymbolicTensor, float[], float[]) Pair(Shape labels, float[] truth, Shape scores, float[] values) => (Ops.Placeholder(labels, "labels"), Ops.Placeholder(scores, "scores"), truth, values);
    }

    /// <summary>Steps on three weights, with gradients that grow, shrink and turn round; enough for what happens every so many.</summary>
    private static float[] OfOptimizer(Optimizer optimizer)
    {
        Variable[] variables = [new Variable("a", [3]), new Variable("b", [2, 2]), new Variable("other_embedding", [2, 2])];
        variables[0].Assign([1, -2, 3]);
        variables[1].Assign([0.5f, -0.25f, 2, 1]);
        variables[2].Assign([-0.5f, 0.75f, 1, -2]);
        SymbolicTensor factor = Ops.Placeholder(Shape.Scalar, "factor");
        IReadOnlyList<Assignment> updates = optimizer.Apply(variables, [.. variables.Select(variable => ((Ops.Read(variable) * 2f) + 0.3f) * factor)]);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(
            new GraphFunction("step", [factor], [], updates) { StepScalars = optimizer }, new CompileOptions { Threads = 1, Verify = true });
        var seen = new List<float>();
        float[] sizes = [1, 2, 0.1f, -0.5f, 0.05f, 1, 0.2f, 0.02f, -1, 0.01f];
        for (int step = 0; step < 70; step++)
        {
            program.Input(0)[0] = sizes[step % sizes.Length];
            program.Run(1);
            foreach (Variable variable in variables) seen.AddRange(variable.Span);
        }

        optimizer.FinalizeVariables();
        foreach (Variable variable in variables) seen.AddRange(variable.Span);
        return [.. seen];
    }

    private static float[] Evaluate(SymbolicTensor[] outputs, SymbolicTensor[] inputs, float[][] values)
    {
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(
            new GraphFunction("part", inputs, outputs, []), new CompileOptions { BatchCapacity = Batch, Threads = 1, Verify = true });
        for (int i = 0; i < inputs.Length; i++) values[i].CopyTo(program.Input(i));
        program.Run(Batch);
        return [.. outputs.SelectMany((output, i) => program.Output(i)[..(int)output.Shape.Elements(Batch)].ToArray().Prepend(output.Shape.Rank))];
    }
}
