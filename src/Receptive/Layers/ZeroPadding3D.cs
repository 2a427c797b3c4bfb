namespace Receptive.Layers;

/// <summary>Puts zeros around volumes.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="ZeroPadding.DataFormat"/> "channels_first". Output shape: depth, height and width grown by the padding at both ends.
/// No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/zero_padding3d/.</para>
/// </remarks>
/// <example><code>new ZeroPadding3D(padding: (1, 2, 2))</code></example>
/// <param name="padding">A number for all sides, (depth, height, width), or a pair for each of them; at least 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class ZeroPadding3D(AxisMargins? padding = null, string? name = null) : ZeroPadding(3, padding, name);
