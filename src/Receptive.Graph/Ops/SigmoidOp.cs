namespace Receptive.Graph;

/// <summary>y = 1 / (1 + e^-x); the gradient is dy y (1 - y).</summary>
public sealed class SigmoidOp : ElementwiseOp
{
    internal static readonly SigmoidOp Instance = new();

    private SigmoidOp()
        : base(ElementwiseFunction.Sigmoid)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * output * (1f - output)];
}

public static partial class Ops
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static SymbolicTensor Sigmoid(SymbolicTensor x) => SymbolicTensor.Apply(SigmoidOp.Instance, x);
}
