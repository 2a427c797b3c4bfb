using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean of each window of a volume, of the cells that lie inside it, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="Pooling.DataFormat"/> "channels_first". Output shape: with padding "valid" a size becomes
/// (size - pool) / stride + 1 rounded down, with "same" size / stride rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/average_pooling3d/.</para>
/// </remarks>
/// <example><code>new AveragePooling3D(poolSize: 2)</code></example>
/// <param name="poolSize">The window in voxels; a number for all directions or (depth, height, width).</param>
/// <param name="strides">Voxels from window to window; the window's size by default, so that windows do not overlap.</param>
/// <param name="padding">"valid" or "same".</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class AveragePooling3D(AxisSizes? poolSize = null, AxisSizes? strides = null, PaddingMode padding = default, string? name = null)
    : Pooling(3, poolSize, strides, padding, name)
{
    private protected override SymbolicTensor Pool(SymbolicTensor x, int[] window, int[] strides, Padding padding) => Ops.AveragePool(x, window, strides, padding);
}
