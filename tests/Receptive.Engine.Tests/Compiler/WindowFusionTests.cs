using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>What convolutions are joined with, by the number of their axes.</summary>
public class WindowFusionTests
{
    private const int None = Shape.Batch;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Bias_and_ReLU_are_joined_along_one_and_two_axes(int rank, bool joined)
    {
        int[] ones = [.. Enumerable.Repeat(1, rank)], sizes = [.. Enumerable.Repeat(5, rank)], window = [.. Enumerable.Repeat(3, rank)];
        SymbolicTensor x = Placeholder(new([None, .. sizes, 2]), "x"), w = Placeholder(new([.. window, 2, 4]), "w"), b = Placeholder([4], "b");
        SymbolicTensor y = Relu(Convolution(x, w, ones, Padding.Same, ones) + b);
        SymbolicTensor[] gradients = [.. Autodiff.Gradients(ReduceSum(y * y), [x, w, b]).OfType<SymbolicTensor>()];
        using Program program = ProgramCompiler.Compile(new GraphFunction("step", [x, w, b], [y, .. gradients], []), new CompileOptions { BatchCapacity = 2, Threads = 1 });
        string text = ProgramReport.Plan(program.Plan, 2, 1);
        foreach (string name in (string[])[$"FusedConv{rank}D(", $"FusedConv{rank}DInputGradient(", $"FusedConv{rank}DKernelGradient(", "ChannelSum("])
            Assert.Equal(joined, text.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_NaN_comes_through_pooling_whether_it_is_joined_or_not(bool joined)
    {
        SymbolicTensor x = Placeholder([None, 2, 2, 1], "x"), w = Placeholder([1, 1, 1, 1], "w");
        SymbolicTensor image = Relu(Convolution(x, w, [1, 1], Padding.Valid, [1, 1]));
        SymbolicTensor y = MaxPool(image, [2, 2], [2, 2], Padding.Valid);
        // The image as an output of its own keeps the pooling apart.
        var function = new GraphFunction("pool", [x, w], joined ? [y] : [y, image], []);
        using Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 1, Threads = 1 });
        Assert.Equal(joined, ProgramReport.Plan(program.Plan, 1, 1).Contains("max pooling 2x2", StringComparison.Ordinal));
        Assert.True(float.IsNaN(Programs.Run(program, [[1, double.NaN, 2, 3], [1]], 1)[0][0]));
    }
}
