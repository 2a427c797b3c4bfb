namespace Receptive.Layers;

/// <summary>Adds rows and columns of zeros around images.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="ZeroPadding.DataFormat"/>
/// "channels_first". Output shape: height and width grown by the padding at both ends. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/zero_padding2d/.</para>
/// </remarks>
/// <example><code>new ZeroPadding2D(padding: ((0, 1), (0, 1)))</code></example>
/// <param name="padding">A number for all sides, (height, width), or ((top, bottom), (left, right)); at least 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class ZeroPadding2D(AxisMargins? padding = null, string? name = null) : ZeroPadding(2, padding, name);
