namespace Receptive.Graph;

/// <summary>q = x / y; the gradients are dq / y and -dq q / y.</summary>
public sealed class DivideOp : ElementwiseOp
{
    internal static readonly DivideOp Instance = new();

    private DivideOp()
        : base(ElementwiseFunction.Divide)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor dx = outputGradient / output.Inputs[1];
        return [dx, -(dx * output)];
    }
}

public static partial class Ops
{
    /// <summary>x / y, broadcast.</summary>
    public static SymbolicTensor Divide(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(DivideOp.Instance, x, y);
}
