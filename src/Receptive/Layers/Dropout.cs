using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// In training sets a random share of its inputs to 0 and divides the others by the share that is kept, so that the
/// network cannot rely on any single one; otherwise lets everything through.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights. Which inputs are dropped depends on the model's seed, the step of the
/// training, the layer's name and the input's index, and on nothing else.</para>
/// <para>Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014;
/// https://keras.io/api/layers/regularization_layers/dropout/.</para>
/// </remarks>
/// <example><code>new Dropout(0.25f)</code></example>
public sealed class Dropout : Layer
{
    private float _rate;
    private int[]? _noiseShape;
    private int? _seed;

    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public Dropout(float rate, int? seed = null, string? name = null)
        : base(name)
    {
        (_rate, _seed) = (rate, seed);
        Check();
    }

    internal Dropout()
        : this(0)
    {
    }

    /// <summary>The share that is dropped.</summary>
    public float Rate => _rate;

    /// <summary>Its own seed, if it has one.</summary>
    public int? Seed => _seed;

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
        SymbolicTensor keep = Ops.GreaterOrEqual(context.RandomUniform(DrawnShape(_noiseShape, x.Shape), _seed), Ops.Constant(_rate));
        return Ops.Select(keep, x * (1f / (1f - _rate)), Ops.Constant(0f));
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

    /// <summary>The shape of what is drawn for an input.</summary>
    internal static Shape DrawnShape(int[]? noiseShape, Shape shape)
    {
        if (noiseShape is null) return shape;
        if (noiseShape.Length != shape.Rank) throw new ShapeException($"noiseShape has {noiseShape.Length} dimensions, but the input {shape} has {shape.Rank}.");
        int[] drawn = [.. noiseShape.Select((size, axis) => size > 0 && axis > 0 ? size : size == 1 ? 1 : shape[axis])];
        return drawn;
    }
}
