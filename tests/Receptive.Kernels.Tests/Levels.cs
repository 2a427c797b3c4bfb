using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>Runs a kernel at every SIMD level of this machine.</summary>
internal static class Levels
{
    public static IEnumerable<SimdLevel> Available => Enum.GetValues<SimdLevel>().Where(level => level <= Simd.Widest);

    /// <summary>Computes at every level, checks that all give the scalar level's bits, and returns them.</summary>
    public static float[] SameBits(Func<float[]> compute)
    {
        float[]? expected = null;
        foreach (SimdLevel level in Available)
        {
            float[] actual = At(level, compute);
            if (expected is null)
                expected = actual;
            else
                BitsEqual(expected, actual, level.ToString());
        }
        return expected!;
    }

    public static T At<T>(SimdLevel level, Func<T> compute)
    {
        SimdLevel before = Simd.Level;
        Simd.Level = level;
        try
        {
            return compute();
        }
        finally
        {
            Simd.Level = before;
        }
    }

    /// <summary>Equality of bits; one NaN is as good as another (which one of two survives is up to the processor).</summary>
    public static void BitsEqual(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i])
                && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
