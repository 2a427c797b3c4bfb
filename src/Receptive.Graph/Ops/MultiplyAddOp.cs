namespace Receptive.Graph;

/// <summary>y = a b + c, rounded once; the gradients are dy b, dy a and dy.</summary>
public sealed class MultiplyAddOp : ElementwiseOp
{
    internal static readonly MultiplyAddOp Instance = new();

    private MultiplyAddOp()
        : base(ElementwiseFunction.MultiplyAdd)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * output.Inputs[1], outputGradient * output.Inputs[0], outputGradient];
}

public static partial class Ops
{
    /// <summary>a * b + c, broadcast, as one fused operation: the product is not rounded. What moving averages are made of.</summary>
    public static SymbolicTensor MultiplyAdd(SymbolicTensor a, SymbolicTensor b, SymbolicTensor c) => SymbolicTensor.Apply(MultiplyAddOp.Instance, a, b, c);
}
