using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training adds a random number to all pixels of each image; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels); output shape: the same. No weights. Pixels are kept within the range of
/// values.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/.</para>
/// </remarks>
/// <example><code>new RandomBrightness(0.2, valueRange: [0, 1])</code></example>
public sealed class RandomBrightness : RandomImageLayer
{
    private FactorRange _factor;
    private double[] _valueRange;

    /// <param name="factor">How much is added, as a share of the range of values from -1 to 1.</param>
    /// <param name="valueRange">The least and the greatest value of a pixel; 0 and 255 by default.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomBrightness(FactorRange factor, double[]? valueRange = null, int? seed = null, string? name = null)
        : base(seed, name)
    {
        (_factor, _valueRange) = (factor, valueRange ?? [0, 255]);
        Check();
    }

    internal RandomBrightness()
        : this(0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("factor", ref _factor, -1, 1);
        arguments.ValueRange("value_range", ref _valueRange);
        DescribeRandom(arguments, sameForAll: true);
    }

    private protected override SymbolicTensor Change(SymbolicTensor x, CallContext context)
    {
        float least = (float)_valueRange[0], most = (float)_valueRange[1];
        return Ops.Clip(x + OverPixels(Draw(x, context, _factor)) * (most - least), least, most);
    }
}
