using System.Diagnostics;
using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>Compiling takes time in proportion to the graph.</summary>
[CollectionDefinition(nameof(CompileTimeTests), DisableParallelization = true)]
[Collection(nameof(CompileTimeTests))]
public sealed class CompileTimeTests
{
    [Fact]
    public void Four_times_the_blocks_take_about_four_times_as_long()
    {
        Measure(3); // what is compiled by the runtime for the first time does not count

        // Other processes can only lengthen a measurement, so the best of several pairs is the one to judge.
        double ratio = double.PositiveInfinity;
        for (int attempt = 0; attempt < 6 && ratio > 5; attempt++)
            ratio = Math.Min(ratio, Measure(36) / Math.Min(Measure(9), Measure(9)));
        TestContext.Current.SendDiagnosticMessage($"36 blocks against 9: {ratio:F2} times");
        Assert.True(ratio <= 5, $"36 blocks a stage took {ratio:F1} times as long as 9; in proportion to the graph it would be 4 times.");
    }

    [Fact]
    public void Sixteen_times_the_buffers_take_about_sixteen_times_as_long_to_place_and_check()
    {
        MeasurePlanning(3);
        double ratio = double.PositiveInfinity;
        for (int attempt = 0; attempt < 6 && ratio > 48; attempt++)
            ratio = Math.Min(ratio, MeasurePlanning(64) / Math.Min(MeasurePlanning(4), MeasurePlanning(4)));
        TestContext.Current.SendDiagnosticMessage($"64 blocks against 4: {ratio:F1} times");
        Assert.True(ratio <= 48, $"64 blocks a stage took {ratio:F1} times as long as 4; in proportion to the plan it would be 16 times, with its square 256.");
    }

    private static double MeasurePlanning(int blocks)
    {
        ProgramPlan plan = Lowering.Run(ProgramCompiler.Optimize(ResidualStep(blocks), verify: false).Function, new CompileOptions { BatchCapacity = 2, Threads = 1 });
        long start = Stopwatch.GetTimestamp();
        MemoryPlanner.Run(plan);
        PlanVerifier.Check(plan);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Measure(int blocks)
    {
        GraphFunction function = ResidualStep(blocks);
        long start = Stopwatch.GetTimestamp();
        ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 2, Threads = 1 }).Dispose();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>A step of training a residual network: three stages of blocks of two convolutions, normalised by their moments.</summary>
    private static GraphFunction ResidualStep(int blocks)
    {
        var variables = new List<Variable>();
        SymbolicTensor x = Placeholder([Shape.Batch, 8, 8, 3], "x");
        SymbolicTensor y = x;
        foreach (int filters in new[] { 4, 8, 16 })
        {
            y = Relu(Normalize(Convolve(y, filters)));
            for (int block = 0; block < blocks; block++)
                y = Relu(y + Normalize(Convolve(Relu(Normalize(Convolve(y, filters))), filters)));
        }

        SymbolicTensor loss = ReduceMean(Square(y));
        SymbolicTensor?[] gradients = Autodiff.Gradients(loss, variables);
        var rate = new Variable("rate", Shape.Scalar);
        return new GraphFunction("train_step", [x], [loss], [.. variables.SelectMany((variable, i) =>
            UpdateRules.Adam(variable, new Variable("m", variable.Shape), new Variable("v", variable.Shape), gradients[i]!, rate, 0.9f, 0.999f, 1e-7f))]);

        SymbolicTensor Parameter(string name, Shape shape)
        {
            variables.Add(new Variable($"{name} {variables.Count}", shape));
            return Read(variables[^1]);
        }

        SymbolicTensor Convolve(SymbolicTensor input, int filters) =>
            Convolution(input, Parameter("kernel", [3, 3, input.Shape[3], filters]), [1, 1], Padding.Same, [1, 1]);

        SymbolicTensor Normalize(SymbolicTensor input)
        {
            int channels = input.Shape[3];
            SymbolicTensor mean = ReduceMean(input, [0, 1, 2]);
            SymbolicTensor centred = input - mean;
            SymbolicTensor variance = ReduceMean(Square(centred), [0, 1, 2]);
            return (centred / Sqrt(variance + 1e-3f) * Parameter("gamma", [channels])) + Parameter("beta", [channels]);
        }
    }
}
