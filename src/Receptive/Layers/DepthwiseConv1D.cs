using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of each channel of sequences by itself, with one or several filters a channel; channels are not mixed.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with <see cref="Convolution.DataFormat"/>
/// "channels_first". Output shape: as of <see cref="Conv1D"/>, with channels times <c>depthMultiplier</c> channels. Weights: kernel
/// (kernel size, channels, depth multiplier), bias (channels times depth multiplier).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/.</para>
/// </remarks>
/// <example><code>new DepthwiseConv1D(kernelSize: 3, padding: "same")</code></example>
public sealed class DepthwiseConv1D : DepthwiseConv
{
    /// <param name="kernelSize">The window in steps.</param>
    /// <param name="strides">Steps from window to window; 1 by default.</param>
    /// <param name="padding">"valid", "same" or "causal".</param>
    /// <param name="depthMultiplier">Filters a channel; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public DepthwiseConv1D(
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        int depthMultiplier = 1,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(1, kernelSize, strides, padding, depthMultiplier, activation, useBias, name)
    {
    }

    internal DepthwiseConv1D()
        : this(1)
    {
    }
}
