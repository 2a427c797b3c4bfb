namespace Receptive.Layers;

/// <summary>Cuts off the borders of volumes.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="DataFormat"/> "channels_first". Output shape: depth, height and width less what is cut off. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/cropping3d/.</para>
/// </remarks>
/// <example><code>new Cropping3D(cropping: (2, 4, 2))</code></example>
/// <param name="cropping">A number for all sides, (depth, height, width), or a pair for each of them; at least 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class Cropping3D(AxisMargins? cropping = null, string? name = null) : Cropping(3, 1, cropping, name)
{
    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }
}
