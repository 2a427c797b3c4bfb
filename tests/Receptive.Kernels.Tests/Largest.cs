using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>Errors measured against the largest expected value, as is right for sums whose terms cancel.</summary>
internal static class Largest
{
    public static void Close(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs), worst = 0;
        for (int i = 0; i < actual.Length; i++)
            worst = Math.Max(worst, double.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Abs(expected[i] - actual[i]));
        Assert.True(worst <= tolerance * Math.Max(largest, 1e-3), $"{what}: error {worst:e2}, largest value {largest:e2}");
    }
}
