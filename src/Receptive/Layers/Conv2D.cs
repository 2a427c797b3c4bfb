using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>
/// Convolution of images: every filter looks at each small window of the image with the same weights, so a pattern is
/// found wherever it is.
/// </summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="Convolution.DataFormat"/> "channels_first". Output shape: the same with <c>filters</c> channels; with padding
/// "valid" height becomes (height - (kernel - 1) dilation - 1) / stride + 1 rounded down, with "same" height / stride
/// rounded up. Weights: kernel (kernel height, kernel width, channels / groups, filters), bias (filters).</para>
/// <para>Source: LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989;
/// https://keras.io/api/layers/convolution_layers/convolution2d/.</para>
/// </remarks>
/// <example><code>new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] }</code></example>
public sealed class Conv2D : Conv
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Conv2D(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(2, filters, kernelSize, strides, padding, activation, useBias, name) => Check();

    internal Conv2D()
        : this(1, 1)
    {
    }
}
