namespace Receptive.Data.Handwriting;

/// <summary>
/// Random numbers that are the same on every machine: SplitMix64 on integers, and only +, -, *, / and sqrt on doubles.
/// <c>System.Random</c> promises no such thing between versions, and <c>Math.Sin</c> or <c>Math.Log</c> between platforms.
/// </summary>
internal struct StableRandom
{
    private ulong _state;

    /// <summary>A stream of its own for each pair of seed and index, so images can be drawn in any order, on any thread.</summary>
    public StableRandom(ulong seed, ulong index) => _state = Mix(seed + 0x9E3779B97F4A7C15) ^ Mix(index * 0xD1342543DE82EF95 + 0x2545F4914F6CDD1D);

    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    public bool Chance(double probability) => Uniform() < probability;

    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>
    /// Close to the standard normal, but never beyond 3.5: the sum of four uniforms, scaled to variance 1.
    /// A pen that slips by five deviations draws no digit, so the short tails are welcome.
    /// </summary>
    public double Normal() => (Uniform() + Uniform() + Uniform() + Uniform() - 2) * 1.7320508075688772;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
