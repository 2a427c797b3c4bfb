using Receptive.Description;
using Receptive.Graph;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>Lets its input through and adds a penalty on it to the loss.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights. The penalty is l1 times the sum of absolute values plus l2 times the sum of
/// squares, divided by the number of examples in the batch.</para>
/// <para>Source: https://keras.io/api/layers/regularization_layers/activity_regularization/.</para>
/// </remarks>
/// <example><code>new ActivityRegularization(l2: 1e-4f)</code></example>
public sealed class ActivityRegularization : Layer
{
    private float _l1;
    private float _l2;

    /// <param name="l1">What the sum of absolute values is multiplied by; at least 0.</param>
    /// <param name="l2">What the sum of squares is multiplied by; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public ActivityRegularization(float l1 = 0, float l2 = 0, string? name = null)
        : base(name)
    {
        (_l1, _l2) = (l1, l2);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.AddLoss(new L1L2(_l1, _l2).Call(x) * Ops.BatchReciprocal());
        return x;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("l1", ref _l1, 0, NumberRange.NotNegative);
        arguments.Single("l2", ref _l2, 0, NumberRange.NotNegative);
    }
}
