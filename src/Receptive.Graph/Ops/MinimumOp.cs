namespace Receptive.Graph;

/// <summary>The smaller of x and y; the gradient goes to the smaller, to x when they are equal.</summary>
public sealed class MinimumOp : ElementwiseOp
{
    internal static readonly MinimumOp Instance = new();

    private MinimumOp()
        : base(ElementwiseFunction.Minimum)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor toFirst = Ops.GreaterOrEqual(output.Inputs[1], output.Inputs[0]);
        return [Ops.Select(toFirst, outputGradient, 0f), Ops.Select(toFirst, 0f, outputGradient)];
    }
}

public static partial class Ops
{
    /// <summary>The smaller of x and y, broadcast.</summary>
    public static SymbolicTensor Minimum(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(MinimumOp.Instance, x, y);
}
