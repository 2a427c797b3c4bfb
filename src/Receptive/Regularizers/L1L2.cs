using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Regularizers;

/// <summary>The sum of absolute values times one factor plus the sum of squares times another.</summary>
/// <example><code>new Dense(10) { KernelRegularizer = new L1L2(l1: 1e-5f, l2: 1e-4f) }</code></example>
public class L1L2 : Regularizer
{
    private float _l1;
    private float _l2;

    /// <param name="l1">What the sum of absolute values is multiplied by; at least 0.</param>
    /// <param name="l2">What the sum of squares is multiplied by; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public L1L2(float l1 = 0, float l2 = 0)
    {
        (_l1, _l2) = (l1, l2);
        Check();
    }

    /// <summary>Which of the two factors the class has.</summary>
    private protected virtual (bool L1, bool L2) Has => (true, true);

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x)
    {
        SymbolicTensor penalty = 0f;
        if (_l1 != 0) penalty += _l1 * Ops.ReduceSum(Ops.Abs(x));
        if (_l2 != 0) penalty += _l2 * Ops.ReduceSum(Ops.Square(x));
        return penalty;
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        (bool l1, bool l2) = Has;
        if (l1) arguments.Single("l1", ref _l1, l2 ? 0 : 0.01f, NumberRange.NotNegative);
        if (l2) arguments.Single("l2", ref _l2, l1 ? 0 : 0.01f, NumberRange.NotNegative);
    }
}

/// <summary>The sum of absolute values times a factor: many weights become 0.</summary>
/// <param name="l1">The factor; at least 0.</param>
public sealed class L1(float l1 = 0.01f) : L1L2(l1, 0)
{
    private protected override (bool L1, bool L2) Has => (true, false);
}

/// <summary>The sum of squares times a factor: weights stay small.</summary>
/// <param name="l2">The factor; at least 0.</param>
public sealed class L2(float l2 = 0.01f) : L1L2(0, l2)
{
    private protected override (bool L1, bool L2) Has => (false, true);
}
