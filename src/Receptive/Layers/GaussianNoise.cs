using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training adds random numbers of a normal distribution; otherwise lets everything through.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/regularization_layers/gaussian_noise/.</para>
/// </remarks>
/// <example><code>new GaussianNoise(0.1f)</code></example>
public sealed class GaussianNoise : Layer
{
    private float _standardDeviation;
    private int? _seed;

    /// <param name="standardDeviation">The spread of what is added, from 0 to 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spread is not in [0, 1].</exception>
    public GaussianNoise(float standardDeviation, int? seed = null, string? name = null)
        : base(name)
    {
        (_standardDeviation, _seed) = (standardDeviation, seed);
        Check();
    }

    internal GaussianNoise()
        : this(0)
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        return context.Training && _standardDeviation > 0 ? x + _standardDeviation * context.RandomNormal(x.Shape, _seed) : x;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("stddev", ref _standardDeviation, range: NumberRange.Share);
        arguments.OptionalInt32("seed", ref _seed);
    }
}
