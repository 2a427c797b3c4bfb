namespace Receptive.Layers;

/// <summary>Cuts off the first and the last steps of sequences.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels); output shape: the steps less what is cut off. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/cropping1d/.</para>
/// </remarks>
/// <example><code>new Cropping1D(cropping: (1, 2))</code></example>
/// <param name="cropping">A number for both ends, or (first, last); at least 0; 1 by default.</param>
/// <param name="name">The layer's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
public sealed class Cropping1D(AxisMargins? cropping = null, string? name = null) : Cropping(1, 1, cropping, name);
