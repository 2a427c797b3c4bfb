using System.Numerics.Tensors;
using Xunit;

namespace Receptive.Tests;

public sealed class UtilitiesTests
{
    [Fact]
    public void Class_numbers_become_rows()
    {
        float[] expected = [1, 0, 0, 0, 0, 1, 0, 1, 0];
        Assert.Equal(expected, Flat(Utilities.ToCategorical([0, 2, 1])));
        Assert.Equal(expected, Flat(Utilities.ToCategorical(new byte[] { 0, 2, 1 })));
        Assert.Equal(expected, Flat(Utilities.ToCategorical(Tensor.Create([0, 2, 1], [3, 1]))));
        Assert.Equal(expected, Flat(Utilities.ToCategorical(Tensor.Create<byte>([0, 2, 1]))));
        Assert.Equal([3, 5], Utilities.ToCategorical(new[] { 0, 2, 1 }, 5).Lengths.ToArray());
    }

    [Fact]
    public void Labels_outside_the_classes_are_told_with_their_place()
    {
        Assert.Contains("Label 1 is 10, but with 10 classes labels go from 0 to 9.", Assert.Throws<ArgumentException>(() => Utilities.ToCategorical(new[] { 9, 10 }, 10)).Message);
        Assert.Contains("Label 2 is -1", Assert.Throws<ArgumentException>(() => Utilities.ToCategorical(new[] { 0, 1, -1 })).Message);
        Assert.Throws<ArgumentException>(() => Utilities.ToCategorical(new byte[] { 7 }, 3));
        Assert.Throws<ArgumentException>(() => Utilities.ToCategorical(Array.Empty<int>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utilities.ToCategorical(new[] { 0 }, 0));
        Assert.Throws<ArgumentException>(() => Utilities.ToCategorical(Tensor.Create(new int[4], [2, 2])));
    }

    [Fact]
    public void The_largest_of_each_row_is_found_and_the_first_of_equals_wins()
    {
        Assert.Equal([1, 0, 2], Utilities.ArgMax(Tensor.Create([0f, 3, 1, 2, 2, 1, -3, -2, -1], [3, 3])));
        Assert.Throws<ArgumentException>(() => Utilities.ArgMax(Tensor.Create(new float[3])));
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
