using System.Runtime.CompilerServices;
using Receptive.Common;

namespace Receptive;

/// <summary>
/// Random numbers keyed by a number: the same key gives the same sequence on every machine and .NET version. Each value
/// is a function of the key and its position alone, and everything is computed with operations that IEEE 754 rounds in
/// one way, so no bit depends on the processor or its mathematical library.
/// </summary>
/// <remarks>Not for cryptography. One stream must not be used by two threads at once.</remarks>
/// <example><code>
/// var random = new RandomStream(42);
/// float weight = 0.1f * random.NextNormal();
/// </code></example>
public sealed class RandomStream
{
    // 2^64 divided by the golden ratio, made odd: successive multiples spread evenly, which is what SplitMix64 rests on
    // (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key;
    private ulong _counter;

    /// <summary>Starts the sequence of a key; any number will do.</summary>
    public RandomStream(ulong key) => _key = Mix(key ^ 0x5DEECE66DUL);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(_key + (++_counter * Golden));

    /// <summary>A number in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="exclusiveMaximum"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);

        // The upper half of the 128-bit product. Values differ in probability by at most 2^-33, far below what any
        // training run could notice, and the number of draws per value stays one.
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>A draw from the normal distribution of mean 0 and standard deviation 1.</summary>
    public float NextNormal() => (float)NormalDistribution.Quantile(OpenUnit());

    /// <summary>As <see cref="NextNormal"/>, but within two standard deviations of the mean, as if others were drawn again.</summary>
    public float NextTruncatedNormal()
    {
        // The quantile function over the middle of the distribution gives the truncated one without drawing again, so
        // each value takes one draw.
        const double below = NormalDistribution.ProbabilityBelowMinusTwo;
        return (float)NormalDistribution.Quantile(below + (OpenUnit() * (1 - (2 * below))));
    }

    /// <summary>A key for a part of something that has a key itself; different indices give unrelated keys.</summary>
    public static ulong DeriveKey(ulong key, ulong index) => Mix(Mix(key) ^ Mix((index * Golden) + 0x2545F4914F6CDD1D));

    /// <summary>A key for a name.</summary>
    internal static ulong KeyOf(string name)
    {
        ulong key = 0xCBF29CE484222325;
        foreach (char c in name) key = Mix(key ^ c) + Golden;
        return key;
    }

    // In (0, 1), symmetric about one half.
    private double OpenUnit() => ((NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53));

    // Stafford's variant 13 of MurmurHash3's finalizer: every input bit flips every output bit with probability near 1/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
