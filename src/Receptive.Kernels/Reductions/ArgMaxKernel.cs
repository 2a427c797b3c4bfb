using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<Simd512, Vector512<float>>(x, y, rows, length); break;
            case SimdLevel.Vector256: Run<Simd256, Vector256<float>>(x, y, rows, length); break;
            case SimdLevel.Vector128: Run<Simd128, Vector128<float>>(x, y, rows, length); break;
            default: Run<SimdScalar, float>(x, y, rows, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TSimd, TVector>(float* x, float* y, long rows, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (long row = 0; row < rows; row++)
        {
            // Two passes over a row in the cache: its largest value by registers, then the first element equal to it.
            float largest = VirtualLanes.Reduce<MaxReduction, TSimd, TVector>(x, length);
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
