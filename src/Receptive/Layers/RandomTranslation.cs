using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training moves each image by a random share of its size; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="RandomTransform.DataFormat"/> "channels_first"; output shape: the same. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/.</para>
/// </remarks>
/// <example><code>new RandomTranslation(0.1, 0.1)</code></example>
public sealed class RandomTranslation : RandomTransform
{
    private FactorRange _heightFactor;
    private FactorRange _widthFactor;

    /// <param name="heightFactor">How far down, as a share of the height from -1 to 1.</param>
    /// <param name="widthFactor">How far to the right, as a share of the width from -1 to 1.</param>
    /// <param name="fillMode">What stands beyond the borders: "reflect", "wrap", "constant" or "nearest".</param>
    /// <param name="interpolation">"bilinear" or "nearest".</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomTranslation(FactorRange heightFactor, FactorRange widthFactor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, string? name = null)
        : base(fillMode, interpolation, seed, name)
    {
        (_heightFactor, _widthFactor) = (heightFactor, widthFactor);
        Check();
    }

    internal RandomTranslation()
        : this(0, 0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("height_factor", ref _heightFactor, -1, 1);
        arguments.Factor("width_factor", ref _widthFactor, -1, 1);
        DescribeTransform(arguments);
    }

    private protected override SymbolicTensor[] Numbers(SymbolicTensor x, CallContext context) =>
        [1f, 0f, -(Draw(x, context, _widthFactor, 1) * x.Shape[2]), 0f, 1f, -(Draw(x, context, _heightFactor) * x.Shape[1])];
}
