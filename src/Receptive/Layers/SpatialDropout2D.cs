namespace Receptive.Layers;

/// <summary>In training sets a random share of the channels of images to 0 and scales the others up; otherwise lets everything through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first"; output shape: the same. No weights.</para>
/// <para>Source: Tompson et al., Efficient object localization using convolutional networks, 2014;
/// https://keras.io/api/layers/regularization_layers/spatial_dropout2d/.</para>
/// </remarks>
/// <example><code>new SpatialDropout2D(0.2f)</code></example>
public sealed class SpatialDropout2D : SpatialDropout
{
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public SpatialDropout2D(float rate, int? seed = null, string? name = null)
        : base(2, rate, seed, name)
    {
    }

    internal SpatialDropout2D()
        : this(0)
    {
    }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }
}
