using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>The sum over axes; the gradient is repeated along them.</summary>
public sealed class ReduceSumOp : ReduceOp
{
    internal ReduceSumOp(int[] axes, bool keepDimensions)
        : base(axes, keepDimensions)
    {
    }

    public override string Name => "ReduceSum";

    public override ReductionFunction Function => ReductionFunction.Sum;

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Unfold(outputGradient, output.Inputs[0].Shape)];
    }
}

public static partial class Ops
{
    /// <summary>The sum over axes. Over the batch it is that of the examples of the running step.</summary>
    /// <param name="x">What to sum.</param>
    /// <param name="axes">The axes, negative ones counted from the end; null means all of them.</param>
    /// <param name="keepDims">Whether the summed axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public static SymbolicTensor ReduceSum(SymbolicTensor x, int[]? axes = null, bool keepDims = false) =>
        Reduce(x, axes, "ReduceSum", normalized => new ReduceSumOp(normalized, keepDims));

    /// <summary>The mean over axes. Over the batch it is that of the examples of the running step.</summary>
    /// <param name="x">What to average.</param>
    /// <param name="axes">The axes, negative ones counted from the end; null means all of them.</param>
    /// <param name="keepDims">Whether the averaged axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public static SymbolicTensor ReduceMean(SymbolicTensor x, int[]? axes = null, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        SymbolicTensor sum = ReduceSum(x, axes, keepDims);
        long count = 1;
        foreach (int axis in AxesOf(x, axes, "ReduceMean"))
        {
            if (x.Shape[axis] == Shape.Batch) sum *= BatchReciprocal();
            else count *= x.Shape[axis];
        }

        return count == 1 ? sum : sum * (float)(1.0 / count);
    }

    internal static SymbolicTensor Reduce(SymbolicTensor x, int[]? axes, string op, Func<int[], ReduceOp> make)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] normalized = AxesOf(x, axes, op);
        return normalized.Length == 0 ? x : SymbolicTensor.Apply(make(normalized), x);
    }

    private static int[] AxesOf(SymbolicTensor x, int[]? axes, string op) =>
        axes is null ? [.. Enumerable.Range(0, x.Shape.Rank)] : ShapeRules.Axes(op, axes, x.Shape);
}
