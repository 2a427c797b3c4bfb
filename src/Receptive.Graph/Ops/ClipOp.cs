namespace Receptive.Graph;

/// <summary>
/// x limited to [minimum, maximum]. The gradient goes to x where it lies within, bounds included, to the minimum where
/// x is below and to the maximum where x is above.
/// </summary>
public sealed class ClipOp : ElementwiseOp
{
    internal static readonly ClipOp Instance = new();

    private ClipOp()
        : base(ElementwiseFunction.Clip)
    {
    }

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor x = output.Inputs[0], minimum = output.Inputs[1], maximum = output.Inputs[2];
        SymbolicTensor within = Ops.GreaterOrEqual(x, minimum) * Ops.GreaterOrEqual(maximum, x);
        return
        [
            Ops.Select(within, outputGradient, 0f),
            Ops.Select(Ops.Greater(minimum, x), outputGradient, 0f),
            Ops.Select(Ops.Greater(x, maximum), outputGradient, 0f),
        ];
    }
}

public static partial class Ops
{
    /// <summary>x limited to [minimum, maximum], broadcast; the minimum must not be above the maximum.</summary>
    public static SymbolicTensor Clip(SymbolicTensor x, SymbolicTensor minimum, SymbolicTensor maximum) =>
        SymbolicTensor.Apply(ClipOp.Instance, x, minimum, maximum);
}
