namespace Receptive.Graph;

/// <summary>x - y; the gradient goes to x, its negative to y.</summary>
public sealed class SubtractOp : ElementwiseOp
{
    internal static readonly SubtractOp Instance = new();

    private SubtractOp()
        : base(ElementwiseFunction.Subtract)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient, -outputGradient];
}

public static partial class Ops
{
    /// <summary>x - y, broadcast.</summary>
    public static SymbolicTensor Subtract(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(SubtractOp.Instance, x, y);
}
