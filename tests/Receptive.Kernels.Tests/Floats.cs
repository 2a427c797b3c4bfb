namespace Receptive.Kernels.Tests;

/// <summary>Test data, and how far a float is from a more exact result.</summary>
internal static class Floats
{
    public static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, -1.17549435e-38f, 1e-40f, -1e-40f,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0.5f, 2f, 88.72f, 88.73f,
        -87.3f, -87.4f, -103.9f, -104f, 0.625f, 9.01f, 16777216f, 0.70710677f, 0.70710678f, 1.4142135f,
    ];

    public static float[] Random(int count, int seed, float scale = 3f)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)((random.NextDouble() * 2) - 1) * scale;
        return values;
    }

    /// <summary>Random numbers with every special value at a position that moves with the seed.</summary>
    public static float[] WithSpecial(int count, int seed)
    {
        float[] values = Random(count, seed);
        for (int i = 0; i < count; i += 3)
            values[i] = Special[(i + seed) % Special.Length];
        return values;
    }

    /// <summary>The distance from the exact value, in units of the last place that the exact value has as a float.</summary>
    public static double Ulps(float actual, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(rounded)) return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(rounded) || float.IsInfinity(actual)) return actual == rounded ? 0 : double.PositiveInfinity;
        double unit = Math.Max(float.BitIncrement(Math.Abs(rounded)) - (double)Math.Abs(rounded), float.Epsilon);
        return Math.Abs(actual - exact) / unit;
    }
}
