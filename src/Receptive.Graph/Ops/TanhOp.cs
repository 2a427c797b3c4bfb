namespace Receptive.Graph;

/// <summary>y = the hyperbolic tangent; the gradient is dy (1 - y²).</summary>
public sealed class TanhOp : ElementwiseOp
{
    internal static readonly TanhOp Instance = new();

    private TanhOp()
        : base(ElementwiseFunction.Tanh)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * (1f - Ops.Square(output))];
}

public static partial class Ops
{
    /// <summary>The hyperbolic tangent.</summary>
    public static SymbolicTensor Tanh(SymbolicTensor x) => SymbolicTensor.Apply(TanhOp.Instance, x);
}
