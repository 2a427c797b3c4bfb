using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean of each of a given number of windows, whatever the size of the image, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="AdaptivePooling.DataFormat"/> "channels_first". Output shape: the same with the output size. Window i of n along a
/// size s begins at i s / n rounded down and ends before (i + 1) s / n rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling2d/.</para>
/// </remarks>
/// <example><code>new AdaptiveAveragePooling2D((7, 7))</code></example>
public sealed class AdaptiveAveragePooling2D : AdaptivePooling
{
    /// <param name="outputSize">The output's height and width; a number for both.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AdaptiveAveragePooling2D(AxisSizes outputSize, string? name = null)
        : base(2, outputSize, name)
    {
    }

    internal AdaptiveAveragePooling2D()
        : this(1)
    {
    }

    private protected override SymbolicTensor PoolAxis(SymbolicTensor x, int axis, int outputs) => MeansOf(x, axis, outputs);
}
