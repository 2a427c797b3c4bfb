using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean of each window of an image, channel by channel; what lies beyond the border is not counted.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="Pooling.DataFormat"/> "channels_first". Output shape: as of <see cref="MaxPooling2D"/>. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/average_pooling2d/.</para>
/// </remarks>
/// <example><code>new AveragePooling2D(poolSize: 2)</code></example>
/// <param name="poolSize">The window in pixels; a number for both directions or (height, width).</param>
/// <param name="strides">Pixels from window to window; the window's size by default, so that windows do not overlap.</param>
/// <param name="padding">"valid" or "same".</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class AveragePooling2D(AxisSizes? poolSize = null, AxisSizes? strides = null, PaddingMode padding = default, string? name = null)
    : Pooling(2, poolSize, strides, padding, name)
{
    private protected override SymbolicTensor Pool(SymbolicTensor x, int[] window, int[] strides, Padding padding) => Ops.AveragePool(x, window, strides, padding);
}
