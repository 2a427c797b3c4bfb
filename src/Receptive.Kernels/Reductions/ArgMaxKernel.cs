namespace Receptive.Kernels;

/// <summary>The place of the largest value along the contiguous axis.</summary>
public static unsafe class ArgMaxKernel
{
    /// <summary>
    /// y[r] = the index of the largest value of row r, the first of equals. NaN counts as larger than all, as in NumPy.
    /// </summary>
    /// <param name="x">rows * length floats.</param>
    /// <param name="y">rows floats, whole numbers from 0 to length - 1.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The elements of a row: 1 to 2^24, which is as far as a float counts.</param>
    public static void Run(float* x, float* y, long rows, int length)
    {
        for (long row = 0; row < rows; row++)
        {
            // Two passes over a row in the cache: its largest value by vectors, then the first element equal to it.
            float largest = RowReduction.Run(ReductionFunction.Max, x, length);
            int index = 0;
            if (float.IsNaN(largest))
            {
                while (!float.IsNaN(x[index]))
                    index++;
            }
            else
            {
                while (x[index] != largest)
                    index++;
            }
            y[row] = index;
            x += length;
        }
    }
}
