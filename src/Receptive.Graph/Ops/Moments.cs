namespace Receptive.Graph;

public static partial class Ops
{
    /// <summary>The mean and the biased variance over axes. Over the batch they are those of the examples of the running step.</summary>
    /// <remarks>The variance is the mean of the squared differences from the mean, which does not cancel as E[x²] - E[x]² does.</remarks>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, negative ones counted from the end; null means all of them.</param>
    /// <param name="keepDims">Whether the axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public static (SymbolicTensor Mean, SymbolicTensor Variance) Moments(SymbolicTensor x, int[]? axes = null, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        SymbolicTensor mean = ReduceMean(x, axes, keepDims: true);
        SymbolicTensor squares = Square(x - mean);
        SymbolicTensor variance = ReduceMean(squares, axes, keepDims);
        return (keepDims ? mean : Reshape(mean, variance.Shape), variance);
    }
}
