namespace Receptive.Graph;

/// <summary>-x; the gradient is -dy.</summary>
public sealed class NegateOp : ElementwiseOp
{
    internal static readonly NegateOp Instance = new();

    private NegateOp()
        : base(ElementwiseFunction.Negate)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [-outputGradient];
}

public static partial class Ops
{
    /// <summary>-x.</summary>
    public static SymbolicTensor Negate(SymbolicTensor x) => SymbolicTensor.Apply(NegateOp.Instance, x);
}
