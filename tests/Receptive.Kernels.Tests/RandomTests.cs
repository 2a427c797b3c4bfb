using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class RandomTests
{
    [Fact]
    public void Philox_gives_the_published_words()
    {
        // Random123, tests/kat_vectors, philox4x32 with 10 rounds.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Mix(0, 0, 0, 0, 0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Philox.Mix(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, ulong.MaxValue));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Mix(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0_a4093822));
    }

    [Fact]
    public void Uniform_is_the_counter_s_words_at_every_level_and_place()
    {
        const ulong seed = 0x1234_5678_9ABC_DEF0;
        const long step = 0x1_0000_0007;
        float[] all = Uniform(0, 1000, seed, step, stream: 3);
        for (int element = 0; element < all.Length; element++)
        {
            uint counter = (uint)((element / 64 * 16) + (element % 16));
            var words = Philox.Mix(counter, 3, 7, 1, seed);
            uint word = (element / 16 % 4) switch { 0 => words.Word0, 1 => words.Word1, 2 => words.Word2, _ => words.Word3 };
            Assert.Equal((word >> 8) / 16777216f, all[element]);
        }
        for (int count = 0; count <= 200; count++)
        {
            int first = count * 37 % 300;
            Assert.Equal(all[first..(first + count)], Levels.SameBits(() => Uniform(first, count, seed, step, 3)));
        }
    }

    [Fact]
    public void Uniform_fills_its_range_evenly_and_streams_differ()
    {
        const int count = 1 << 20;
        float[] values = Uniform(0, count, seed: 1, step: 0, stream: 0);
        Assert.All(values, value => Assert.InRange(value, 0f, 0.99999994f));
        var bins = new int[64];
        foreach (float value in values)
            bins[(int)(value * 64)]++;
        double chiSquare = bins.Sum(n => Math.Pow(n - (count / 64.0), 2) / (count / 64.0));
        Assert.InRange(chiSquare, 30, 110); // 63 degrees of freedom: far inside both tails' 0.1%
        float[][] others = [Uniform(0, count, 2, 0, 0), Uniform(0, count, 1, 1, 0), Uniform(0, count, 1, 0, 1)];
        foreach (float[] other in others)
        {
            double correlation = 0;
            for (int i = 0; i < count; i++)
                correlation += (values[i] - 0.5) * (other[i] - 0.5) * 12 / count;
            Assert.InRange(correlation, -0.005, 0.005);
        }
    }

    [Fact]
    public void Normal_numbers_have_the_right_moments_and_tails()
    {
        const int count = 1 << 19;
        var random = new CounterRandom(seed: 42, stream: 0);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextNormal();
        Assert.InRange(values.Average(), -0.006, 0.006);
        Assert.InRange(values.Average(x => x * x), 0.99, 1.01);
        Assert.InRange(values.Average(x => x * x * x * x), 2.93, 3.07);
        Assert.InRange(values.Count(x => Math.Abs(x) > 3) / (double)count, 0.0023, 0.0031);
    }

    [Fact]
    public void Truncated_normal_numbers_stay_within_two_deviations()
    {
        const int count = 1 << 19;
        var random = new CounterRandom(seed: 42, stream: 1);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextTruncatedNormal();
        Assert.All(values, value => Assert.InRange(value, -2, 2));
        Assert.InRange(values.Average(), -0.006, 0.006);
        Assert.InRange(Math.Sqrt(values.Average(x => x * x)), 0.8796 - 0.003, 0.8796 + 0.003); // the known deviation
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-9, -5.997807015007773)]
    [InlineData(0.9999, 3.719016485455709)]
    public void Quantiles_of_the_normal_distribution(double share, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(share), 2e-6);

    [Fact]
    public void Permutations_are_permutations_and_repeat()
    {
        for (int count = 0; count <= 200; count++)
        {
            int[] order = Permutation(count, epoch: 3);
            Assert.Equal(Enumerable.Range(0, count), order.Order());
            Assert.Equal(order, Permutation(count, epoch: 3));
        }
        Assert.NotEqual(Permutation(100, 3), Permutation(100, 4));
    }

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        for (int epoch = 0; epoch < 24_000; epoch++)
        {
            string order = string.Join(' ', Permutation(4, epoch));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, n => Assert.InRange(n, 850, 1150));
    }

    private static int[] Permutation(int count, int epoch)
    {
        var order = new int[count];
        var random = new CounterRandom(seed: 9, stream: 0, step: epoch);
        random.Permutation(order);
        return order;
    }

    private static float[] Uniform(long first, int count, ulong seed, long step, int stream)
    {
        var y = new float[count];
        fixed (float* py = y)
            RandomKernels.Uniform(py, first, count, seed, step, stream);
        return y;
    }
}
