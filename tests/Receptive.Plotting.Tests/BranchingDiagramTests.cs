using Receptive.Tests;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>Diagrams of models with branches.</summary>
public sealed class BranchingDiagramTests
{
    [Fact]
    public void Nothing_crosses_that_need_not_cross()
    {
        foreach (Model model in new[] { Networks.ResNet20(), Networks.InceptionWithTwoOutputs(), Networks.Siamese() })
        {
            ModelDiagramFigure diagram = Plot.Diagram(model);
            Assert.True(diagram.HasBranches);
            Assert.Equal(0, diagram.Branches().Crossings);
        }

        // Three inputs and three outputs, each of which takes all inputs: K(3,3) cannot be drawn without, and in two rows has nine.
        LayeredLayout complete = new([10, 10, 10, 10, 10, 10], [[], [], [], [0, 1, 2], [0, 1, 2], [0, 1, 2]]);
        Assert.Equal(9, complete.Crossings);

        // Pairs that are listed the wrong way round are untangled.
        LayeredLayout tangled = new([10, 10, 10, 10, 10, 10], [[], [], [], [2], [1], [0]]);
        Assert.Equal(0, tangled.Crossings);
    }

    [Fact]
    public void Boxes_of_a_row_keep_their_distance_and_ways_pass_beside_them()
    {
        // Four branches of different depth between one node and another, and a way past all of them.
        LayeredLayout layout = new([60, 60, 60, 60, 60, 60, 60], [[], [0], [0], [1], [0], [3], [2, 4, 5, 0]]);
        Assert.Equal([0, 1, 1, 2, 1, 3, 4], Enumerable.Range(0, 7).Select(layout.RowOf));
        foreach (IGrouping<int, int> row in Enumerable.Range(0, 7).GroupBy(layout.RowOf))
        {
            double[] centers = [.. row.Select(layout.CenterOf).Order()];
            for (int i = 1; i < centers.Length; i++) Assert.True(centers[i] - centers[i - 1] >= 78 - 1e-9);
            double[] ways = [.. layout.Ways().Where(way => way.Row + 1 == row.Key && !way.ToNode).Select(way => way.To)];
            foreach (double way in ways) Assert.All(centers, center => Assert.True(Math.Abs(center - way) >= 30 + 7 + 18 - 1e-9));
        }

        Assert.True(layout.IsCutBelow(0));
        Assert.False(layout.IsCutBelow(1));
    }

    [Fact]
    public void Deep_model_is_cut_into_columns_about_equally_tall()
    {
        ModelDiagramFigure diagram = Plot.Diagram(Networks.ResNet20());
        Assert.InRange(diagram.NaturalSize.Height, 1000, 1800);
        string svg = diagram.ToSvg();
        Assert.Equal(9, Count(svg, ">Add<"));
        Assert.Equal(21, Count(svg, ">BatchNorm<"));

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    [Fact]
    public void Description_says_what_each_layer_takes()
    {
        string description = Plot.Diagram(Networks.InceptionWithTwoOutputs()).Description;
        Assert.Contains("concatenate, Concatenate giving 16 × 16 × 18, from conv2d_3 and conv2d_4 and conv2d_5 and conv2d_6", description, StringComparison.Ordinal);
        Assert.Contains("late, Dense, softmax giving 3 with 57 parameters, from global_average_pooling2d_1", description, StringComparison.Ordinal);
    }
}
