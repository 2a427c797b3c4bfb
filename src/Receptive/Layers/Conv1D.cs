using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Convolution of sequences: every filter looks at each short window of the sequence with the same weights.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with <see cref="Convolution.DataFormat"/>
/// "channels_first". Output shape: the same with <c>filters</c> channels and as many steps as there are windows. Weights:
/// kernel (kernel size, channels / groups, filters), bias (filters).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/convolution1d/.</para>
/// </remarks>
/// <example><code>new Conv1D(16, kernelSize: 5, activation: "relu") { InputShape = [128, 1] }</code></example>
public sealed class Conv1D : Conv
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in steps.</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Conv1D(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(1, filters, kernelSize, strides, padding, activation, useBias, name) => Check();

    internal Conv1D()
        : this(1, 1)
    {
    }
}
