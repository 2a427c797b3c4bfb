using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of volumes: every filter looks at each small block with the same weights.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="Convolution.DataFormat"/> "channels_first". Output shape: the same with <c>filters</c> channels. Weights:
/// kernel (kernel depth, height, width, channels / groups, filters), bias (filters).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/convolution3d/.</para>
/// </remarks>
/// <example><code>new Conv3D(8, kernelSize: 3, activation: "relu") { InputShape = [16, 64, 64, 1] }</code></example>
public sealed class Conv3D : Conv
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in pixels; a number for all directions or (depth, height, width).</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Conv3D(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(3, filters, kernelSize, strides, padding, activation, useBias, name) => Check();

    internal Conv3D()
        : this(1, 1)
    {
    }
}
