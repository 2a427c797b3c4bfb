using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>The transposed convolution of images: makes them larger, with weights that are learned.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="ConvTranspose.DataFormat"/> "channels_first". Output shape: the same with <c>filters</c> channels; with padding "same"
/// height and width times the strides, with "valid" (height - 1) stride + kernel. Weights: kernel (kernel height, kernel width,
/// filters, channels), bias (filters).</para>
/// <para>Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016;
/// https://keras.io/api/layers/convolution_layers/convolution2d_transpose/.</para>
/// </remarks>
/// <example><code>new Conv2DTranspose(32, kernelSize: 3, strides: 2, padding: "same", activation: "relu")</code></example>
public sealed class Conv2DTranspose : ConvTranspose
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The kernel in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Output pixels from one input pixel to the next; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="outputPadding">Pixels more at the bottom and right, below the strides; null for the usual size.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the output padding is not below the strides.</exception>
    public Conv2DTranspose(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        AxisSizes? outputPadding = null,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(2, filters, kernelSize, strides, padding, outputPadding, activation, useBias, name)
    {
    }

    internal Conv2DTranspose()
        : this(1, 1)
    {
    }
}
