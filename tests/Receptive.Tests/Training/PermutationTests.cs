using Receptive.Training;
using Xunit;

namespace Receptive.Tests.Training;

public sealed class PermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Every_number_comes_once(int count)
    {
        int[] order = new int[count];
        Permutation.Shuffle(order, 5);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    [Fact]
    public void The_order_depends_on_the_key_alone()
    {
        int[] a = new int[100], b = [.. Enumerable.Repeat(7, 100)], c = new int[100];
        Permutation.Shuffle(a, 5);
        Permutation.Shuffle(b, 5);
        Permutation.Shuffle(c, 6);
        Assert.Equal(a, b);
        Assert.NotEqual(a, c);
    }

    [Fact]
    public void All_orders_of_three_are_alike_likely()
    {
        var counts = new Dictionary<string, int>();
        int[] order = new int[3];
        for (ulong key = 0; key < 6000; key++)
        {
            Permutation.Shuffle(order, key);
            string text = string.Concat(order);
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }
}
