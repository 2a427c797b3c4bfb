namespace Receptive.Graph;

/// <summary>y = e^x; the gradient is dy y.</summary>
public sealed class ExpOp : ElementwiseOp
{
    internal static readonly ExpOp Instance = new();

    private ExpOp()
        : base(ElementwiseFunction.Exp)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * output];
}

public static partial class Ops
{
    /// <summary>e^x.</summary>
    public static SymbolicTensor Exp(SymbolicTensor x) => SymbolicTensor.Apply(ExpOp.Instance, x);
}
