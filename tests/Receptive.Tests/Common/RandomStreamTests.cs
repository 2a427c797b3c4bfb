using Receptive.Common;
using Xunit;

namespace Receptive.Tests.Common;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_same_key_gives_the_same_numbers_and_another_key_others()
    {
        var a = new RandomStream(1);
        var b = new RandomStream(1);
        var c = new RandomStream(2);
        for (int i = 0; i < 100; i++)
        {
            ulong value = a.NextUInt64();
            Assert.Equal(value, b.NextUInt64());
            Assert.NotEqual(value, c.NextUInt64());
        }
    }

    // If these change, every seeded training changes: then the change log must say so.
    [Fact]
    public void The_numbers_are_those_they_have_always_been()
    {
        var random = new RandomStream(42);
        Assert.Equal((1148135227921311193UL, 13652860240822812892UL), (random.NextUInt64(), random.NextUInt64()));
        Assert.Equal(1045224336U, BitConverter.SingleToUInt32Bits(new RandomStream(7).NextNormal()));
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var random = new RandomStream(3);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => (double)random.NextSingle())];
        Assert.All(values, value => Assert.InRange(value, 0, 0.99999999));
        Assert.Equal(0.5, values.Average(), 0.005);
        Assert.Equal(1 / 12.0, values.Average(v => (v - 0.5) * (v - 0.5)), 0.002);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new RandomStream(4);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => (double)random.NextNormal())];
        Assert.Equal(0, values.Average(), 0.015);
        Assert.Equal(1, values.Average(v => v * v), 0.02);
        Assert.Equal(3, values.Average(v => v * v * v * v), 0.12);
    }

    [Fact]
    public void Truncated_numbers_stay_within_two_and_have_the_known_spread()
    {
        var random = new RandomStream(5);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => (double)random.NextTruncatedNormal())];
        Assert.All(values, value => Assert.InRange(value, -2, 2));
        Assert.Equal(0.87962566103423978, Math.Sqrt(values.Average(v => v * v)), 0.005);
    }

    [Fact]
    public void Whole_numbers_are_within_range_and_evenly_spread()
    {
        var random = new RandomStream(6);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextInt32(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.025, -1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.84, 0.994457883209753)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-16, -8.222082216130435)]
    public void Quantiles_are_those_of_tables(double p, double expected) => Assert.Equal(expected, NormalDistribution.Quantile(p), 1e-13 + (1e-14 * Math.Abs(expected)));

    [Fact]
    public void The_logarithm_agrees_with_the_library_to_a_bit_or_two()
    {
        var random = new RandomStream(8);
        for (int i = 0; i < 10_000; i++)
        {
            double x = Math.ScaleB(0.5 + random.NextDouble(), random.NextInt32(100) - 50);
            double expected = Math.Log(x);
            Assert.InRange(Math.Abs(NormalDistribution.Log(x) - expected), 0, 4e-16 * Math.Max(1, Math.Abs(expected)));
        }
    }
}
