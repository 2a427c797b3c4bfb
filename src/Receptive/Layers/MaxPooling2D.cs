using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The largest value of each window of an image, channel by channel: smaller images in which a pattern may move a little.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="Pooling.DataFormat"/> "channels_first". Output shape: with padding "valid" height becomes
/// (height - pool) / stride + 1 rounded down, with "same" height / stride rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/max_pooling2d/.</para>
/// </remarks>
/// <example><code>new MaxPooling2D(poolSize: 2)</code></example>
/// <param name="poolSize">The window in pixels; a number for both directions or (height, width).</param>
/// <param name="strides">Pixels from window to window; the window's size by default, so that windows do not overlap.</param>
/// <param name="padding">"valid" or "same".</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class MaxPooling2D(AxisSizes? poolSize = null, AxisSizes? strides = null, PaddingMode padding = default, string? name = null)
    : Pooling(2, poolSize, strides, padding, name)
{
    private protected override SymbolicTensor Pool(SymbolicTensor x, int[] window, int[] strides, Padding padding) => Ops.MaxPool(x, window, strides, padding);
}
