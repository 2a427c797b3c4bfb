using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training slants each image by a random amount, one way or the other; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="RandomTransform.DataFormat"/> "channels_first"; output shape: the same. No weights. Both amounts of half of the images
/// have their sign changed.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/.</para>
/// </remarks>
/// <example><code>new RandomShear(xFactor: 0.2)</code></example>
public sealed class RandomShear : RandomTransform
{
    private FactorRange _xFactor;
    private FactorRange _yFactor;

    /// <param name="xFactor">Columns moved a row, at most 1; two numbers are from 0 to 1.</param>
    /// <param name="yFactor">Rows moved a column, likewise.</param>
    /// <param name="fillMode">What stands beyond the borders: "reflect", "wrap", "constant" or "nearest".</param>
    /// <param name="interpolation">"bilinear" or "nearest".</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RandomShear(FactorRange xFactor = default, FactorRange yFactor = default, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, string? name = null)
        : base(fillMode, interpolation, seed, name)
    {
        (_xFactor, _yFactor) = (xFactor, yFactor);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Factor("x_factor", ref _xFactor, -1, 1, default(FactorRange));
        arguments.Factor("y_factor", ref _yFactor, -1, 1, default(FactorRange));
        DescribeTransform(arguments);
    }

    private protected override SymbolicTensor[] Numbers(SymbolicTensor x, CallContext context)
    {
        SymbolicTensor sign = Ops.Select(Ops.Greater(Draw(x, context, (0, 1), 2), 0.5f), -1f, 1f);
        return [1f, sign * Draw(x, context, _xFactor), 0f, sign * Draw(x, context, _yFactor, 1), 1f, 0f];
    }
}
