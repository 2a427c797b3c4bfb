namespace Receptive.Graph;

/// <summary>1 where x > y, else 0. It has no gradient.</summary>
public sealed class GreaterOp : ElementwiseOp
{
    internal static readonly GreaterOp Instance = new();

    private GreaterOp()
        : base(ElementwiseFunction.Greater)
    {
    }
}

public static partial class Ops
{
    /// <summary>1 where x > y, else 0; broadcast. The gradient stops here.</summary>
    public static SymbolicTensor Greater(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(GreaterOp.Instance, x, y);
}
