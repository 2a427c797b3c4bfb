namespace Receptive.Graph;

/// <summary>x y; the gradients are dy y and dy x.</summary>
public sealed class MultiplyOp : ElementwiseOp
{
    internal static readonly MultiplyOp Instance = new();

    private MultiplyOp()
        : base(ElementwiseFunction.Multiply)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * output.Inputs[1], outputGradient * output.Inputs[0]];
}

public static partial class Ops
{
    /// <summary>x y, element by element, broadcast.</summary>
    public static SymbolicTensor Multiply(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(MultiplyOp.Instance, x, y);
}
