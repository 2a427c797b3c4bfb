using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// In training multiplies its input by random numbers around 1, spread like what dropout of the same rate does; otherwise lets
/// everything through.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights. The numbers are normal with standard deviation sqrt(rate / (1 - rate)).</para>
/// <para>Source: Srivastava et al., Dropout, 2014; https://keras.io/api/layers/regularization_layers/gaussian_dropout/.</para>
/// </remarks>
/// <example><code>new GaussianDropout(0.25f)</code></example>
public sealed class GaussianDropout : Layer
{
    private float _rate;
    private int? _seed;

    /// <param name="rate">The share that dropout would drop, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public GaussianDropout(float rate, int? seed = null, string? name = null)
        : base(name)
    {
        (_rate, _seed) = (rate, seed);
        Check();
    }

    internal GaussianDropout()
        : this(0)
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        return context.Training && _rate > 0 ? x * (1f + MathF.Sqrt(_rate / (1f - _rate)) * context.RandomNormal(x.Shape, _seed)) : x;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("rate", ref _rate, range: NumberRange.ShareBelowOne);
        arguments.OptionalInt32("seed", ref _seed);
    }
}
