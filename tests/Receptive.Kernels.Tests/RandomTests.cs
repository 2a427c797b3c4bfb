using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class RandomTests
{
    [Fact]
    public void Philox_gives_the_published_words()
    {
        // Random123, tests/kat_vectors, philox4x32 with 10 rounds.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Mix(0, 0, 0, 0, 0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Mix(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, ulong.MaxValue));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Mix(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0_a4093822));
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
            (uint Word0, uint Word1, uint Word2, uint Word3) words = Mix(counter, 3, 7, 1, seed);
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
        int[] bins = new int[64];
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

    /// <summary>The definition, one counter at a time.</summary>
    private static (uint Word0, uint Word1, uint Word2, uint Word3) Mix(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = c0 * 0xD2511F53ul;
            ulong product1 = c2 * 0xCD9E8D57ul;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ key1, (uint)product0);
            key0 = unchecked(key0 + 0x9E3779B9);
            key1 = unchecked(key1 + 0xBB67AE85);
        }
        return (c0, c1, c2, c3);
    }

    private static float[] Uniform(long first, int count, ulong seed, long step, int stream)
    {
        float[] y = new float[count];
        fixed (float* py = y)
            RandomKernels.Uniform(py, first, count, seed, step, stream);
        return y;
    }
}
