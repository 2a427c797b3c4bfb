using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// The rectified linear unit: x where it is at least a threshold, up to a largest value; below, the distance to the threshold
/// times a slope.
/// </summary>
/// <remarks>
/// <para>f(x) = maxValue where x >= maxValue; x where threshold &lt;= x &lt; maxValue; negativeSlope (x - threshold) else. Output
/// shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/activation_layers/relu/.</para>
/// </remarks>
/// <example><code>new ReLU(maxValue: 6)</code></example>
public sealed class ReLU : Layer
{
    private float? _maxValue;
    private float _negativeSlope;
    private float _threshold;

    /// <param name="maxValue">The largest output; null for none; at least 0.</param>
    /// <param name="negativeSlope">The slope below the threshold; at least 0.</param>
    /// <param name="threshold">Where the unit begins to answer; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or not finite.</exception>
    public ReLU(float? maxValue = null, float negativeSlope = 0, float threshold = 0, string? name = null)
        : base(name)
    {
        (_maxValue, _negativeSlope, _threshold) = (maxValue, negativeSlope, threshold);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        SymbolicTensor y = _threshold == 0 ? Ops.Relu(x) : Ops.Select(Ops.Greater(x, _threshold), x, 0f);
        if (_maxValue is { } limit) y = Ops.Minimum(y, limit);
        return _negativeSlope == 0 ? y : y - _negativeSlope * Ops.Relu(_threshold - x);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalSingle("max_value", ref _maxValue, NumberRange.NotNegative);
        arguments.Single("negative_slope", ref _negativeSlope, 0, NumberRange.NotNegative);
        arguments.Single("threshold", ref _threshold, 0, NumberRange.NotNegative);
    }
}
