using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of each channel by itself, with one or several filters a channel; channels are not mixed.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="Convolution.DataFormat"/> "channels_first". Output shape: as of <see cref="Conv2D"/>, with channels times
/// <c>depthMultiplier</c> channels. Weights: kernel (kernel height, kernel width, channels, depth multiplier), bias
/// (channels times depth multiplier).</para>
/// <para>Source: Howard et al., MobileNets, 2017; https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/.</para>
/// </remarks>
/// <example><code>new DepthwiseConv2D(kernelSize: 3, padding: "same", useBias: false)</code></example>
public sealed class DepthwiseConv2D : DepthwiseConv
{
    /// <param name="kernelSize">The window in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="depthMultiplier">Filters a channel; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public DepthwiseConv2D(
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        int depthMultiplier = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(2, kernelSize, strides, padding, depthMultiplier, activation, useBias, name)
    {
    }

    internal DepthwiseConv2D()
        : this(1)
    {
    }
}
