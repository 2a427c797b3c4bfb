namespace Receptive.Graph;

/// <summary>The larger of x and y; the gradient goes to the larger, to x when they are equal.</summary>
public sealed class MaximumOp : ElementwiseOp
{
    internal static readonly MaximumOp Instance = new();

    private MaximumOp()
        : base(ElementwiseFunction.Maximum)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor toFirst = Ops.GreaterOrEqual(output.Inputs[0], output.Inputs[1]);
        return [Ops.Select(toFirst, outputGradient, 0f), Ops.Select(toFirst, 0f, outputGradient)];
    }
}

public static partial class Ops
{
    /// <summary>The larger of x and y, broadcast.</summary>
    public static SymbolicTensor Maximum(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(MaximumOp.Instance, x, y);
}
