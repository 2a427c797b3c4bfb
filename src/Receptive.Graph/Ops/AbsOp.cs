namespace Receptive.Graph;

/// <summary>|x|; the gradient is dy times the sign of x, 0 at 0.</summary>
public sealed class AbsOp : ElementwiseOp
{
    internal static readonly AbsOp Instance = new();

    private AbsOp()
        : base(ElementwiseFunction.Abs)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient * (Ops.Greater(output.Inputs[0], 0f) - Ops.Greater(0f, output.Inputs[0]))];
}

public static partial class Ops
{
    /// <summary>|x|.</summary>
    public static SymbolicTensor Abs(SymbolicTensor x) => SymbolicTensor.Apply(AbsOp.Instance, x);
}
