using Receptive.Reports;
using Xunit;

namespace Receptive.Tests.Reports;

public sealed class ConfusionMatrixTests
{
    public static TheoryData<string> Names => [.. ReportFixture.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_and_text_are_scikit_learns(string name)
    {
        ReportFixture fixture = ReportFixture.All[name];
        var matrix = new ConfusionMatrix(fixture.YTrue, fixture.YPred, fixture.TargetNames, fixture.Labels);

        if (fixture.ConfusionText is not null) Assert.Equal(fixture.ConfusionText, matrix.ToString());
        if (fixture.Confusion is { } expected)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                for (int j = 0; j < expected.Length; j++)
                    Assert.Equal(expected[i][j], matrix[i, j]);
            }
        }
    }

    [Fact]
    public void Values_are_reached_by_position()
    {
        var matrix = new ConfusionMatrix([5, 5, 7], [5, 7, 7], ["five", "seven"]);
        Assert.Equal("[[1 1]\n [0 1]]", matrix.ToString());
        Assert.Equal(2, matrix.Size);
        Assert.Equal([5, 7], matrix.Labels);
        Assert.Equal(["five", "seven"], matrix.Names);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(new long[,] { { 1, 1 }, { 0, 1 } }, matrix.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2]);
    }

    [Fact]
    public void Labels_must_name_a_true_class()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0, 1], [2, 2], labels: [2]));
        Assert.StartsWith("None of the labels [2] occurs in yTrue", error.Message, StringComparison.Ordinal);
    }
}
