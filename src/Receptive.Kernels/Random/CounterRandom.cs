namespace Receptive.Kernels;

/// <summary>
/// Random numbers on the host: what initial weights, the order of examples and augmentation are drawn from. The same
/// (seed, stream, step) gives the same sequence on every machine; other streams and steps are independent of it.
/// </summary>
/// <remarks>A mutable struct: pass it by reference, or the copy repeats the original's numbers.</remarks>
/// <param name="seed">The user's seed.</param>
/// <param name="stream">What the numbers are for, such as the number of the weight.</param>
/// <param name="step">A second index, such as the epoch.</param>
public struct CounterRandom(ulong seed, int stream, long step = 0)
{
    // Graphs use streams of their own under the same seed; the top bit of the step keeps the host's apart from them.
    private const uint HostDomain = 0x80000000;

    private readonly ulong _seed = seed;
    private readonly uint _stream = (uint)stream;
    private readonly ulong _step = (ulong)step;
    private uint _counter;
    private uint _word1;
    private uint _word2;
    private uint _word3;
    private int _left;

    /// <summary>The next 32 random bits.</summary>
    public uint NextBits()
    {
        if (_left == 0)
        {
            (uint first, _word1, _word2, _word3) = Philox.Mix(_counter++, _stream, (uint)_step, (uint)(_step >> 32) | HostDomain, _seed);
            _left = 3;
            return first;
        }
        return _left-- switch
        {
            3 => _word1,
            2 => _word2,
            _ => _word3,
        };
    }

    /// <summary>A whole number from 0 to <paramref name="exclusiveLimit"/> - 1, each equally likely to within 2^-32.</summary>
    /// <param name="exclusiveLimit">At least 1.</param>
    public int NextInt(int exclusiveLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveLimit, 1);
        ulong bits = ((ulong)NextBits() << 32) | NextBits();
        return (int)Math.BigMul(bits, (ulong)exclusiveLimit, out _);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextUniform() => (NextBits() >> 8) * (1f / 16777216f);

    /// <summary>Normal with mean 0 and variance 1.</summary>
    public float NextNormal() => (float)NormalDistribution.Quantile(NextOpenUniform());

    /// <summary>Normal with mean 0 and variance 1, of those at most 2 in size (Keras' truncated normal).</summary>
    public float NextTruncatedNormal()
    {
        // The quantile of a uniform share of what lies between -2 and 2: as if values outside were drawn anew.
        const double BelowMinus2 = 0.022750131948179207;
        double share = BelowMinus2 + ((1.0 - (2.0 * BelowMinus2)) * NextOpenUniform());
        return Math.Clamp((float)NormalDistribution.Quantile(share), -2f, 2f);
    }

    /// <summary>Puts the numbers 0, 1, 2, ... into a random order (Fisher and Yates).</summary>
    /// <param name="order">Receives the order; its length says how many numbers.</param>
    public void Permutation(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = NextInt(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    /// <summary>Uniform in (0, 1): the middle of one of 2^32 equal parts.</summary>
    private double NextOpenUniform() => (NextBits() + 0.5) * (1.0 / 4294967296.0);
}
