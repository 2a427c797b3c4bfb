namespace Receptive.Graph;

/// <summary>1 where x = y, else 0. It has no gradient.</summary>
public sealed class EqualOp : ElementwiseOp
{
    internal static readonly EqualOp Instance = new();

    private EqualOp()
        : base(ElementwiseFunction.Equal)
    {
    }
}

public static partial class Ops
{
    /// <summary>1 where x = y, else 0; broadcast. The gradient stops here.</summary>
    public static SymbolicTensor Equal(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(EqualOp.Instance, x, y);
}
