using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training turns each image around its middle by a random angle; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="RandomTransform.DataFormat"/> "channels_first"; output shape: the same. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/.</para>
/// </remarks>
/// <example><code>new RandomRotation(0.05)   // up to 18 degrees either way</code></example>
public sealed class RandomRotation : RandomTransform
{
    private FactorRange _factor;

    /// <param name="factor">The angle in whole turns, from -1 to 1.</param>
    /// <param name="fillMode">What stands beyond the borders: "reflect", "wrap", "constant" or "nearest".</param>
    /// <param name="interpolation">"bilinear" or "nearest".</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomRotation(FactorRange factor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, string? name = null)
        : base(fillMode, interpolation, seed, name)
    {
        _factor = factor;
        Check();
    }

    internal RandomRotation()
        : this(0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("factor", ref _factor, -1, 1);
        DescribeTransform(arguments);
    }

    private protected override SymbolicTensor[] Numbers(SymbolicTensor x, CallContext context)
    {
        SymbolicTensor angle = Draw(x, context, _factor) * (2 * MathF.PI), cos = Ops.Cos(angle), sin = Ops.Sin(angle);
        float middleX = 0.5f * (x.Shape[2] - 1), middleY = 0.5f * (x.Shape[1] - 1);
        return [cos, -sin, middleX - middleX * cos + middleY * sin, sin, cos, middleY - middleX * sin - middleY * cos];
    }
}
