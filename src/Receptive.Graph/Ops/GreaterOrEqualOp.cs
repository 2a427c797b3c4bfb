namespace Receptive.Graph;

/// <summary>1 where x >= y, else 0. It has no gradient.</summary>
public sealed class GreaterOrEqualOp : ElementwiseOp
{
    internal static readonly GreaterOrEqualOp Instance = new();

    private GreaterOrEqualOp()
        : base(ElementwiseFunction.GreaterOrEqual)
    {
    }
}

public static partial class Ops
{
    /// <summary>1 where x >= y, else 0; broadcast. The gradient stops here.</summary>
    public static SymbolicTensor GreaterOrEqual(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(GreaterOrEqualOp.Instance, x, y);
}
