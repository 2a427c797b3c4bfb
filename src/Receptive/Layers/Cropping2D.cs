namespace Receptive.Layers;

/// <summary>Cuts rows and columns off the borders of images.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: height and width less what is cut off. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/cropping2d/.</para>
/// </remarks>
/// <example><code>new Cropping2D(cropping: ((2, 2), (4, 4)))</code></example>
/// <param name="cropping">A number for all sides, (height, width), or ((top, bottom), (left, right)); at least 0; 0 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class Cropping2D(AxisMargins? cropping = null, string? name = null) : Cropping(2, 0, cropping, name)
{
    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }
}
