namespace Receptive.Kernels;

/// <summary>The normal distribution, by operations whose results are the same on every machine.</summary>
internal static class NormalDistribution
{
    /// <summary>The value below which a share <paramref name="p"/> of a standard normal distribution lies.</summary>
    /// <remarks>
    /// M. Wichura, Algorithm AS 241 (PPND7), Applied Statistics 37 (1988): about seven digits. The logarithm is our own;
    /// the runtime's differs between platforms in its last bits.
    /// </remarks>
    /// <param name="p">Between 0 and 1, exclusive.</param>
    public static double Quantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q
                * ((((((59.109374720 * r) + 159.29113202) * r) + 50.434271938) * r) + 3.3871327179)
                / ((((((67.187563600 * r) + 78.757757664) * r) + 17.895169469) * r) + 1.0);
        }

        float tail = (float)(q < 0 ? p : 1.0 - p);
        double t = Math.Sqrt(-MathFunctions.Log<SimdScalar, float>(tail));
        double size;
        if (t <= 5.0)
        {
            t -= 1.6;
            size = ((((((0.17023821103 * t) + 1.3067284816) * t) + 2.7568153900) * t) + 1.4234372777)
                / ((((0.12021132975 * t) + 0.73700164250) * t) + 1.0);
        }
        else
        {
            t -= 5.0;
            size = ((((((0.017337203997 * t) + 0.42868294337) * t) + 3.0812263860) * t) + 6.6579051150)
                / ((((0.012258202635 * t) + 0.24197894225) * t) + 1.0);
        }
        return q < 0 ? -size : size;
    }
}
