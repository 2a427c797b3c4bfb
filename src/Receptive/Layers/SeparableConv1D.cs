using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of sequences in two steps: each channel by itself, then all channels mixed step by step. Far fewer weights.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with <see cref="Convolution.DataFormat"/>
/// "channels_first". Output shape: as of <see cref="Conv1D"/>. Weights: depthwise_kernel (kernel size, channels, depth multiplier),
/// pointwise_kernel (1, channels times depth multiplier, filters), bias (filters).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/separable_convolution1d/.</para>
/// </remarks>
/// <example><code>new SeparableConv1D(32, kernelSize: 3, activation: "relu")</code></example>
public sealed class SeparableConv1D : SeparableConv
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in steps.</param>
    /// <param name="strides">Steps from window to window; 1 by default.</param>
    /// <param name="padding">"valid", "same" or "causal".</param>
    /// <param name="depthMultiplier">Filters a channel in the first step; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public SeparableConv1D(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        int depthMultiplier = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(1, filters, kernelSize, strides, padding, depthMultiplier, activation, useBias, name)
    {
    }

    internal SeparableConv1D()
        : this(1, 1)
    {
    }
}
