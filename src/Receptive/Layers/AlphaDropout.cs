using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Dropout for networks of SELUs: in training a random share of inputs takes the value that a SELU has far below 0, and all are
/// scaled and shifted so that mean and variance stay; otherwise it lets everything through.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: Klambauer et al., Self-normalizing neural networks, 2017;
/// https://keras.io/api/layers/regularization_layers/alpha_dropout/.</para>
/// </remarks>
/// <example><code>new AlphaDropout(0.1f)</code></example>
public sealed class AlphaDropout : Layer
{
    /// <summary>Where a SELU ends below: - scale times alpha.</summary>
    private const float Lowest = -1.7580993408473766f;

    private float _rate;
    private int[]? _noiseShape;
    private int? _seed;

    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public AlphaDropout(float rate, int? seed = null, string? name = null)
        : base(name)
    {
        (_rate, _seed) = (rate, seed);
        Check();
    }

    internal AlphaDropout()
        : this(0)
    {
    }

    /// <summary>
    /// The shape of what is drawn, the batch as -1; where it is 1, all along that axis are dropped or kept together. Null for
    /// each input by itself.
    /// </summary>
    public int[]? NoiseShape { get => _noiseShape; init => Set(ref _noiseShape, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Training || _rate == 0) return x;
        SymbolicTensor keep = Ops.GreaterOrEqual(context.RandomUniform(Dropout.DrawnShape(_noiseShape, x.Shape), _seed), _rate);
        float scale = 1f / MathF.Sqrt((1f - _rate) * (1f + _rate * Lowest * Lowest)), shift = -scale * Lowest * _rate;
        return Ops.Select(keep, x, Lowest) * scale + shift;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("rate", ref _rate, range: NumberRange.ShareBelowOne);
        arguments.OptionalInt32("seed", ref _seed);
        arguments.Properties();
        arguments.OptionalInt32s("noise_shape", ref _noiseShape);
    }
}
