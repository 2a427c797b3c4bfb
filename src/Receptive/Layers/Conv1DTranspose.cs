using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>The transposed convolution of sequences: makes them longer, with weights that are learned.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with <see cref="ConvTranspose.DataFormat"/>
/// "channels_first". Output shape: the same with <c>filters</c> channels; with padding "same" steps times the stride, with "valid"
/// (steps - 1) stride + kernel. Weights: kernel (kernel size, filters, channels), bias (filters).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/convolution1d_transpose/.</para>
/// </remarks>
/// <example><code>new Conv1DTranspose(16, kernelSize: 3, strides: 2, padding: "same")</code></example>
public sealed class Conv1DTranspose : ConvTranspose
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The kernel in steps.</param>
    /// <param name="strides">Output steps from one input step to the next; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="outputPadding">Steps more at the end, below the stride; null for the usual size.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the output padding is not below the stride.</exception>
    public Conv1DTranspose(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        AxisSizes? outputPadding = null,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(1, filters, kernelSize, strides, padding, outputPadding, activation, useBias, name)
    {
    }

    internal Conv1DTranspose()
        : this(1, 1)
    {
    }
}
