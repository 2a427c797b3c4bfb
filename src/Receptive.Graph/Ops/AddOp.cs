namespace Receptive.Graph;

/// <summary>x + y; the gradient goes to both.</summary>
public sealed class AddOp : ElementwiseOp
{
    internal static readonly AddOp Instance = new();

    private AddOp()
        : base(ElementwiseFunction.Add)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [outputGradient, outputGradient];
}

public static partial class Ops
{
    /// <summary>x + y, broadcast.</summary>
    public static SymbolicTensor Add(SymbolicTensor x, SymbolicTensor y) => SymbolicTensor.Apply(AddOp.Instance, x, y);
}
