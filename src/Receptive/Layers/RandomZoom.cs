using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training enlarges or shrinks each image by a random share; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="RandomTransform.DataFormat"/> "channels_first"; output shape: the same. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/.</para>
/// </remarks>
/// <example><code>new RandomZoom(0.1)</code></example>
public sealed class RandomZoom : RandomTransform
{
    private FactorRange _heightFactor;
    private FactorRange? _widthFactor;

    /// <param name="heightFactor">By what share the height shown grows: 0.2 shows 20% more, smaller; -0.2 less, larger. Above -1, at most 1.</param>
    /// <param name="widthFactor">The same for the width; null for as the height.</param>
    /// <param name="fillMode">What stands beyond the borders: "reflect", "wrap", "constant" or "nearest".</param>
    /// <param name="interpolation">"bilinear" or "nearest".</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomZoom(FactorRange heightFactor, FactorRange? widthFactor = null, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, string? name = null)
        : base(fillMode, interpolation, seed, name)
    {
        (_heightFactor, _widthFactor) = (heightFactor, widthFactor);
        Check();
    }

    internal RandomZoom()
        : this(0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("height_factor", ref _heightFactor, -1, 1);
        arguments.OptionalFactor("width_factor", ref _widthFactor, -1, 1);
        DescribeTransform(arguments);
    }

    private protected override SymbolicTensor[] Numbers(SymbolicTensor x, CallContext context)
    {
        SymbolicTensor height = 1f + Draw(x, context, _heightFactor), width = _widthFactor is { } factor ? 1f + Draw(x, context, factor, 1) : height;
        return [width, 0f, 0.5f * (x.Shape[2] - 1) * (1f - width), 0f, height, 0.5f * (x.Shape[1] - 1) * (1f - height)];
    }
}
