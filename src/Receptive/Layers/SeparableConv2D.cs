using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of images in two steps: each channel by itself, then all channels mixed pixel by pixel. Far fewer weights.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="Convolution.DataFormat"/> "channels_first". Output shape: as of <see cref="Conv2D"/>. Weights: depthwise_kernel
/// (kernel height, kernel width, channels, depth multiplier), pointwise_kernel (1, 1, channels times depth multiplier, filters), bias
/// (filters).</para>
/// <para>Source: Chollet, Xception, 2016; https://keras.io/api/layers/convolution_layers/separable_convolution2d/.</para>
/// </remarks>
/// <example><code>new SeparableConv2D(64, kernelSize: 3, padding: "same", activation: "relu")</code></example>
public sealed class SeparableConv2D : SeparableConv
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="depthMultiplier">Filters a channel in the first step; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public SeparableConv2D(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        int depthMultiplier = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(2, filters, kernelSize, strides, padding, depthMultiplier, activation, useBias, name)
    {
    }

    internal SeparableConv2D()
        : this(1, 1)
    {
    }
}
