using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The exponential linear unit: x where it is positive, else alpha (e^x - 1).</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units, 2015;
/// https://keras.io/api/layers/activation_layers/elu/.</para>
/// </remarks>
/// <example><code>new ELU()</code></example>
public sealed class ELU : Layer
{
    private float _alpha;

    /// <param name="alpha">What the unit approaches below, without its sign.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not finite.</exception>
    public ELU(float alpha = 1, string? name = null)
        : base(name)
    {
        _alpha = alpha;
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => Ops.Elu(x, _alpha);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("alpha", ref _alpha, 1, NumberRange.Finite);
    }
}
