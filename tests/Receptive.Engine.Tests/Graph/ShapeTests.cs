using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class ShapeTests
{
    [Fact]
    public void Prints_as_Python_does()
    {
        Assert.Equal("(None, 26, 26, 32)", new Shape(Shape.Batch, 26, 26, 32).ToString());
        Assert.Equal("(10,)", new Shape(10).ToString());
        Assert.Equal("()", Shape.Scalar.ToString());
        Assert.Equal("()", default(Shape).ToString());
    }

    [Fact]
    public void Converts_from_arrays_and_collection_expressions()
    {
        Shape fromCollection = [28, 28, 1];
        Shape fromArray = new[] { 28, 28, 1 };
        Assert.Equal(fromCollection, fromArray);
        Assert.Equal(3, fromCollection.Rank);
        Assert.Equal(1, fromCollection[^1]);
        Assert.Equal([28, 28, 1], fromCollection.ToArray());
    }

    [Fact]
    public void Counts_elements()
    {
        Shape batch = [Shape.Batch, 26, 26, 32];
        Assert.True(batch.HasBatch);
        Assert.Equal(26 * 26 * 32, batch.ElementsPerRow);
        Assert.Equal(200 * 26 * 26 * 32, batch.Elements(200));
        Assert.Equal(12, new Shape(3, 4).Elements(200));
        Assert.Equal(1, Shape.Scalar.Elements(200));
        Assert.Equal(3_000_000_000, new Shape(3, 1000, 1000, 1000).ElementsPerRow);
    }

    [Fact]
    public void Compares_by_value()
    {
        Assert.True(new Shape(2, 3) == new Shape(2, 3));
        Assert.True(new Shape(2, 3) != new Shape(3, 2));
        Assert.True(default == new Shape());
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.NotEqual(new Shape(Shape.Batch, 3), new Shape(1, 3));
    }

    [Fact]
    public void Adds_and_drops_the_batch()
    {
        Assert.Equal([Shape.Batch, 2, 3], new Shape(2, 3).WithBatch());
        Assert.Equal([2, 3], new Shape(Shape.Batch, 2, 3).WithoutBatch());
        Assert.Equal([2, 3], new Shape(2, 3).WithoutBatch());
        Assert.Throws<ShapeException>(() => new Shape(Shape.Batch).WithBatch());
    }

    [Theory]
    [InlineData(new[] { 3, 0 }, "dimension 1 of [3, 0] is 0")]
    [InlineData(new[] { -2 }, "dimension 0 of [-2] is -2")]
    [InlineData(new[] { 3, -1 }, "Only the first dimension may be the batch (None), but dimension 1")]
    public void Refuses_impossible_dimensions(int[] dimensions, string message) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(() => new Shape(dimensions)).Message);

    [Fact]
    public void An_index_out_of_range_says_so() =>
        Assert.Contains("There is no dimension 2".ToLowerInvariant(), Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, 3)[2]).Message.ToLowerInvariant());
}
