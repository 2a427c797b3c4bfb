using Receptive.Explanations;
using Xunit;

namespace Receptive.Tests.Explanations;

public sealed class ConvolutionWalkTests
{
    private static readonly float[] s_edge = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1];

    [Fact]
    public void Sobel_finds_the_edge_and_its_direction()
    {
        var walk = new ConvolutionWalk(s_edge, 4, 4, KnownKernel.VerticalEdges);
        Assert.Equal([4, 4, 4, 4], walk.Output.ToArray());
        Assert.Equal([0, 0, 0, 0], new ConvolutionWalk(s_edge, 4, 4, KnownKernel.HorizontalEdges).Output.ToArray());
    }

    [Fact]
    public void Flat_images_stay_flat_or_vanish()
    {
        float[] flat = [.. Enumerable.Repeat(0.6f, 25)];
        foreach (KnownKernel kernel in KnownKernel.All)
        {
            float sum = kernel.Weights.SelectMany(row => row).Sum();
            Assert.All(new ConvolutionWalk(flat, 5, 5, kernel).Output.ToArray(), value => Assert.Equal(0.6f * sum, value, 1e-5f));
        }
    }

    [Fact]
    public void Step_shows_pixels_products_and_their_sum()
    {
        ConvolutionWalk.Step step = new ConvolutionWalk(s_edge, 4, 4, KnownKernel.VerticalEdges).StepAt(1, 0);
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 0, 1], step.Pixels);
        Assert.Equal([0, 0, 1, 0, 0, 2, 0, 0, 1], step.Products);
        Assert.Equal(step.Products.Sum(), step.Sum);
        Assert.EndsWith("= 4.00", step.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConvolutionWalk(s_edge, 4, 5, KnownKernel.Blur));
        Assert.Throws<ArgumentException>(() => new ConvolutionWalk(s_edge.AsSpan(0, 8), 2, 4, KnownKernel.Blur));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvolutionWalk(s_edge, 4, 4, KnownKernel.Blur).StepAt(2, 0));
    }

    [Fact]
    public void Connections_of_the_notebook_are_as_counted_by_hand()
    {
        ConnectionComparison second = ConnectionComparison.Of([26, 26, 32], [24, 24, 64], 3, 3);
        Assert.Equal(18_496, second.Shared.Parameters);
        Assert.Equal(18_496 * 576, second.Local.Parameters);
        Assert.Equal(797_478_912, second.Dense.Parameters);
        Assert.Equal(second.Shared.FloatingOperations, second.Local.FloatingOperations);
        Assert.Equal(36_864L * (2 * 288 + 1), second.Shared.FloatingOperations);
        Assert.Equal(320, ConnectionComparison.Of([28, 28, 1], [26, 26, 32], 3, 3).Shared.Parameters);
    }
}
