using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>The largest over axes; elements that share the maximum share its gradient equally, as in TensorFlow.</summary>
public sealed class ReduceMaxOp : ReduceOp
{
    internal ReduceMaxOp(int[] axes, bool keepDimensions)
        : base(axes, keepDimensions)
    {
    }

    public override string Name => "ReduceMax";

    public override ReductionFunction Function => ReductionFunction.Max;

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        SymbolicTensor x = output.Inputs[0];
        SymbolicTensor isMaximum = Ops.Equal(x, Unfold(output, x.Shape));
        SymbolicTensor ties = Ops.ReduceSum(isMaximum, Axes.ToArray(), KeepDimensions);
        return [isMaximum * Unfold(outputGradient / ties, x.Shape)];
    }
}

public static partial class Ops
{
    /// <summary>The largest over axes.</summary>
    /// <param name="x">Where to look.</param>
    /// <param name="axes">The axes, negative ones counted from the end; null means all of them.</param>
    /// <param name="keepDims">Whether the axes stay with size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public static SymbolicTensor ReduceMax(SymbolicTensor x, int[]? axes = null, bool keepDims = false) =>
        Reduce(x, axes, "ReduceMax", normalized => new ReduceMaxOp(normalized, keepDims));
}
