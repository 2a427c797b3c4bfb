namespace Receptive.Graph;

/// <summary>The natural logarithm; the gradient is dy / x.</summary>
public sealed class LogOp : ElementwiseOp
{
    internal static readonly LogOp Instance = new();

    private LogOp()
        : base(ElementwiseFunction.Log)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient / output.Inputs[0]];
}

public static partial class Ops
{
    /// <summary>The natural logarithm; of 0 it is -infinity, of negative numbers NaN.</summary>
    public static SymbolicTensor Log(SymbolicTensor x) => SymbolicTensor.Apply(LogOp.Instance, x);
}
