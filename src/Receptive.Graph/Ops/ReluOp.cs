namespace Receptive.Graph;

/// <summary>y = x where x > 0, else 0. The gradient is dy where y > 0, else 0: asking the output, not the input, lets the input's memory go.</summary>
public sealed class ReluOp : ElementwiseOp
{
    internal static readonly ReluOp Instance = new();

    private ReluOp()
        : base(ElementwiseFunction.Relu)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * Ops.Greater(output, 0f)];
}

public static partial class Ops
{
    /// <summary>x where x > 0, else 0.</summary>
    public static SymbolicTensor Relu(SymbolicTensor x) => SymbolicTensor.Apply(ReluOp.Instance, x);
}
