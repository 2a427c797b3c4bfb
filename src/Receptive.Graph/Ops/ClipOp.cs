using System.Globalization;

namespace Receptive.Graph;

/// <summary>x limited to [minimum, maximum]; the gradient passes where x lies within, bounds included.</summary>
public sealed class ClipOp : ElementwiseOp
{
    private readonly float[] _bounds;

    internal ClipOp(float minimum, float maximum)
        : base(ElementwiseFunction.Clip, arity: 1)
    {
        if (!(minimum <= maximum))
            throw new ArgumentException($"Clip: the minimum {minimum} must not be above the maximum {maximum}.", nameof(minimum));
        _bounds = [minimum, maximum];
    }

    public float Minimum => _bounds[0];

    public float Maximum => _bounds[1];

    public override ReadOnlySpan<float> Parameters => _bounds;

    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"Clip({Minimum:R} to {Maximum:R})");

    private protected override SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        SymbolicTensor x = output.Inputs[0];
        SymbolicTensor within = Ops.GreaterOrEqual(x, Minimum) * Ops.GreaterOrEqual(Maximum, x);
        return [Ops.Select(within, outputGradient, 0f)];
    }
}

public static partial class Ops
{
    /// <summary>x limited to [minimum, maximum].</summary>
    /// <exception cref="ArgumentException">The minimum is above the maximum, or one of them is not a number.</exception>
    public static SymbolicTensor Clip(SymbolicTensor x, float minimum, float maximum) =>
        SymbolicTensor.Apply(new ClipOp(minimum, maximum), x);
}
