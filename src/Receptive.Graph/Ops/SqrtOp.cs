namespace Receptive.Graph;

/// <summary>y = the square root; the gradient is dy / (2 y), infinite at 0.</summary>
public sealed class SqrtOp : ElementwiseOp
{
    internal static readonly SqrtOp Instance = new();

    private SqrtOp()
        : base(ElementwiseFunction.Sqrt)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * 0.5f / output];
}

public static partial class Ops
{
    /// <summary>The square root; of negative numbers it is NaN.</summary>
    public static SymbolicTensor Sqrt(SymbolicTensor x) => SymbolicTensor.Apply(SqrtOp.Instance, x);
}
