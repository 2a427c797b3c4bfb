using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The largest value of each of a given number of windows, whatever the size of the volume, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="AdaptivePooling.DataFormat"/> "channels_first". Output shape: the same with the output size. Window i of n along a
/// size s begins at i s / n rounded down and ends before (i + 1) s / n rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/adaptive_max_pooling3d/.</para>
/// </remarks>
/// <example><code>new AdaptiveMaxPooling3D((4, 7, 7))</code></example>
public sealed class AdaptiveMaxPooling3D : AdaptivePooling
{
    /// <param name="outputSize">The output's depth, height and width; a number for all.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AdaptiveMaxPooling3D(AxisSizes outputSize, string? name = null)
        : base(3, outputSize, name)
    {
    }

    internal AdaptiveMaxPooling3D()
        : this(1)
    {
    }

    private protected override SymbolicTensor PoolAxis(SymbolicTensor x, int axis, int outputs) => MaximaOf(x, axis, outputs);
}
