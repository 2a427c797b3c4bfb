namespace Receptive.Layers;

/// <summary>In training sets a random share of the channels of sequences to 0 and scales the others up; otherwise lets everything through.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels); output shape: the same. No weights.</para>
/// <para>Source: Tompson et al., Efficient object localization using convolutional networks, 2014;
/// https://keras.io/api/layers/regularization_layers/spatial_dropout1d/.</para>
/// </remarks>
/// <example><code>new SpatialDropout1D(0.2f)</code></example>
public sealed class SpatialDropout1D : SpatialDropout
{
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public SpatialDropout1D(float rate, int? seed = null, string? name = null)
        : base(1, rate, seed, name)
    {
    }

    internal SpatialDropout1D()
        : this(0)
    {
    }
}
