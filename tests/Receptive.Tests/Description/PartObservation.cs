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
        Initializer initializer => [.. initializer.Create([3, 4], key: 5), .. initializer.Create([2, 2, 3, 4], key: 6)],
        Regularizer regularizer => Evaluate([regularizer.Call(Ops.Constant(s_matrix, [2, 3]))], [], []),
        Constraint constraint => Evaluate([constraint.Call(Ops.Constant(s_matrix, [2, 3]))], [], []),
        _ => throw new ArgumentException($"{part} is of a kind that nobody looks at.", nameof(part)),
    };

    private static float[] OfLoss(Loss loss)
    {
        (SymbolicTensor labels, SymbolicTensor scores, float[] values) = LabelsFor((y, p) => loss.CheckShapes(y.Shape, p.Shape));
        SymbolicTensor weights = Ops.Placeholder([Shape.Batch], "weights"), value = loss.Apply(labels, scores), weighted = loss.Apply(labels, scores, weights);
        SymbolicTensor gradient = Autodiff.Gradients(Ops.ReduceSum(value), [scores])[0]!;
        return Evaluate([value, weighted, gradient], [labels, scores, weights], [values, s_scores, s_weights]);
    }

    private static float[] OfMetric(Metric metric)
    {
        (SymbolicTensor labels, SymbolicTensor scores, float[] values) = LabelsFor((y, p) => metric.Resolve(y.Shape, p.Shape).Update(y, p, null));
        Metric resolved = metric.Resolve(labels.Shape, scores.Shape);
        SymbolicTensor weights = Ops.Placeholder([Shape.Batch], "weights");
        float[] plain = Evaluate([resolved.Update(labels, scores, null)], [labels, scores], [values, s_scores]);
        float[] weighted = Evaluate([resolved.Update(labels, scores, weights)], [labels, scores, weights], [values, s_scores, s_weights]);
        return [(float)resolved.Result(Array.ConvertAll(plain[1..], v => (double)v), Batch), (float)resolved.Result(Array.ConvertAll(weighted[1..], v => (double)v), s_weights.Sum())];
    }

    /// <summary>Steps on two weights, with gradients that grow, shrink and turn round; enough for what happens every so many.</summary>
    private static float[] OfOptimizer(Optimizer optimizer)
    {
        Variable[] variables = [new Variable("a", [3]), new Variable("b", [2, 2])];
        variables[0].Assign([1, -2, 3]);
        variables[1].Assign([0.5f, -0.25f, 2, 1]);
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

    /// <summary>One-hot rows where they fit, class numbers otherwise.</summary>
    private static (SymbolicTensor Labels, SymbolicTensor Scores, float[] Values) LabelsFor(Action<SymbolicTensor, SymbolicTensor> check)
    {
        SymbolicTensor scores = Ops.Placeholder([Shape.Batch, 3], "scores"), oneHot = Ops.Placeholder([Shape.Batch, 3], "one_hot");
        try
        {
            check(oneHot, scores);
            return (oneHot, scores, s_oneHot);
        }
        catch (ShapeException)
        {
            return (Ops.Placeholder([Shape.Batch], "classes"), scores, s_classes);
        }
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
