using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean of each window of a sequence, of the cells that lie inside it, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with
/// <see cref="Pooling.DataFormat"/> "channels_first". Output shape: with padding "valid" a size becomes
/// (size - pool) / stride + 1 rounded down, with "same" size / stride rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/average_pooling1d/.</para>
/// </remarks>
/// <example><code>new AveragePooling1D(poolSize: 2)</code></example>
/// <param name="poolSize">The window in steps.</param>
/// <param name="strides">Steps from window to window; the window's size by default, so that windows do not overlap.</param>
/// <param name="padding">"valid" or "same".</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class AveragePooling1D(AxisSizes? poolSize = null, AxisSizes? strides = null, PaddingMode padding = default, string? name = null)
    : Pooling(1, poolSize, strides, padding, name)
{
    private protected override SymbolicTensor Pool(SymbolicTensor x, int[] window, int[] strides, Padding padding) => Ops.AveragePool(x, window, strides, padding);
}
