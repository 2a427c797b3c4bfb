namespace Receptive.Kernels;

/// <summary>Softmax along the contiguous axis.</summary>
public static unsafe class SoftmaxKernel
{
    /// <summary>
    /// y = e^(x - max) / sum of e^(x - max), row by row. y may be x. A row with NaN or +infinity becomes NaN throughout,
    /// as in TensorFlow.
    /// </summary>
    /// <param name="x">rows * length floats.</param>
    /// <param name="y">rows * length floats.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The elements of a row.</param>
    public static void Run(float* x, float* y, long rows, int length)
    {
        for (long row = 0; row < rows; row++)
        {
            float largest = RowReduction.Run(ReductionFunction.Max, x, length);
            ElementwiseKernels.Run(ElementwiseFunction.Subtract, new(x), new(&largest, isScalar: true), default, y, length);
            ElementwiseKernels.Run(ElementwiseFunction.Exp, new(y), default, default, y, length);
            float sum = RowReduction.Run(ReductionFunction.Sum, y, length);
            ElementwiseKernels.Run(ElementwiseFunction.Divide, new(y), new(&sum, isScalar: true), default, y, length);
            x += length;
            y += length;
        }
    }
}
