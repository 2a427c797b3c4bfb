namespace Receptive.Reports;

/// <summary>
/// Sums doubles in the order in which NumPy sums a contiguous array (pairwise, eight lanes in blocks of at most 128),
/// so that an average that falls on the border between two roundings is printed as scikit-learn prints it.
/// </summary>
internal static class NumPySum
{
    private const int Lanes = 8;
    private const int LargestBlock = 128;

    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            double sum = 0.0;
            foreach (double value in values)
                sum += value;
            return sum;
        }

        if (values.Length <= LargestBlock)
        {
            Span<double> lanes = stackalloc double[Lanes];
            values[..Lanes].CopyTo(lanes);
            int whole = values.Length - values.Length % Lanes;
            for (int i = Lanes; i < whole; i++)
                lanes[i % Lanes] += values[i];

            double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
            foreach (double value in values[whole..])
                sum += value;
            return sum;
        }

        int half = values.Length / 2;
        half -= half % Lanes;
        return Of(values[..half]) + Of(values[half..]);
    }
}
