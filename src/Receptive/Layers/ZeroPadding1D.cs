namespace Receptive.Layers;

/// <summary>Puts zeros before and behind sequences.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with <see cref="ZeroPadding.DataFormat"/>
/// "channels_first". Output shape: the steps grown by the padding at both ends. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/zero_padding1d/.</para>
/// </remarks>
/// <example><code>new ZeroPadding1D(padding: (0, 1))</code></example>
/// <param name="padding">A number for both ends, or (before, behind); at least 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class ZeroPadding1D(AxisMargins? padding = null, string? name = null) : ZeroPadding(1, padding, name);
