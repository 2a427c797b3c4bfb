using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>The transposed convolution of volumes: makes them larger, with weights that are learned.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="ConvTranspose.DataFormat"/> "channels_first". Output shape: the same with <c>filters</c> channels; with padding "same"
/// sizes times the strides, with "valid" (size - 1) stride + kernel. Weights: kernel (kernel depth, kernel height, kernel width,
/// filters, channels), bias (filters).</para>
/// <para>Source: https://keras.io/api/layers/convolution_layers/convolution3d_transpose/.</para>
/// </remarks>
/// <example><code>new Conv3DTranspose(8, kernelSize: 3, strides: 2, padding: "same")</code></example>
public sealed class Conv3DTranspose : ConvTranspose
{
    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The kernel in voxels; a number for all directions or (depth, height, width).</param>
    /// <param name="strides">Output voxels from one input voxel to the next; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="outputPadding">Voxels more at the far ends, below the strides; null for the usual size.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the output padding is not below the strides.</exception>
    public Conv3DTranspose(
        int filters,
        AxisSizes kernelSize,
        AxisSizes? strides = null,
        PaddingMode padding = default,
        AxisSizes? outputPadding = null,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(3, filters, kernelSize, strides, padding, outputPadding, activation, useBias, name)
    {
    }

    internal Conv3DTranspose()
        : this(1, 1)
    {
    }
}
