namespace Receptive.Graph;

/// <summary>x²; the gradient is 2 dy x.</summary>
public sealed class SquareOp : ElementwiseOp
{
    internal static readonly SquareOp Instance = new();

    private SquareOp()
        : base(ElementwiseFunction.Square)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * 2f * output.Inputs[0]];
}

public static partial class Ops
{
    /// <summary>x².</summary>
    public static SymbolicTensor Square(SymbolicTensor x) => SymbolicTensor.Apply(SquareOp.Instance, x);
}
