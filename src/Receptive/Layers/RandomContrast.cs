using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training moves the pixels of each image away from their mean, or towards it, by a random factor; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="DataFormat"/> "channels_first"; output shape: the same. No weights. The mean is each channel's; pixels are
/// kept within the range of values.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/.</para>
/// </remarks>
/// <example><code>new RandomContrast((0.2, 0.2), valueRange: [0, 1])</code></example>
public sealed class RandomContrast : RandomImageLayer
{
    private FactorRange _factor;
    private double[] _valueRange;

    /// <param name="factor">Two numbers from 0 to 1 draw from 1 - the lower to 1 + the upper; one number, as in Keras, from 1 to 1 + that.</param>
    /// <param name="valueRange">The least and the greatest value of a pixel; 0 and 255 by default.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomContrast(FactorRange factor, double[]? valueRange = null, int? seed = null, string? name = null)
        : base(seed, name)
    {
        (_factor, _valueRange) = (factor, valueRange ?? [0, 255]);
        Check();
    }

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }

    internal RandomContrast()
        : this(0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("factor", ref _factor, -1, 1);
        arguments.ValueRange("value_range", ref _valueRange);
        DescribeRandom(arguments);
    }

    private protected override SymbolicTensor Change(SymbolicTensor x, CallContext context)
    {
        SymbolicTensor mean = Ops.ReduceMean(x, [1, 2], keepDims: true);
        SymbolicTensor factor = OverPixels(Draw(x, context, (1 - Math.Max(0, _factor.Lower), 1 + _factor.Upper)));
        return Ops.Clip((x - mean) * factor + mean, (float)_valueRange[0], (float)_valueRange[1]);
    }
}
