namespace Receptive.Graph;

/// <summary>y where x is not 0, else z; the gradient goes to the chosen one.</summary>
public sealed class SelectOp : ElementwiseOp
{
    internal static readonly SelectOp Instance = new();

    private SelectOp()
        : base(ElementwiseFunction.Select)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor condition = output.Inputs[0];
        return [null, Ops.Select(condition, outputGradient, 0f), Ops.Select(condition, 0f, outputGradient)];
    }
}

public static partial class Ops
{
    /// <summary><paramref name="ifTrue"/> where the condition is not 0, else <paramref name="ifFalse"/>; broadcast.</summary>
    public static SymbolicTensor Select(SymbolicTensor condition, SymbolicTensor ifTrue, SymbolicTensor ifFalse) => SymbolicTensor.Apply(SelectOp.Instance, condition, ifTrue, ifFalse);
}
