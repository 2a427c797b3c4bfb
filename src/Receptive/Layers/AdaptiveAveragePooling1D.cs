using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean of each of a given number of windows, whatever the size of the sequence, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with
/// <see cref="AdaptivePooling.DataFormat"/> "channels_first". Output shape: the same with the output size. Window i of n along a
/// size s begins at i s / n rounded down and ends before (i + 1) s / n rounded up. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling1d/.</para>
/// </remarks>
/// <example><code>new AdaptiveAveragePooling1D(4)</code></example>
public sealed class AdaptiveAveragePooling1D : AdaptivePooling
{
    /// <param name="outputSize">The number of output steps; at least 1.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AdaptiveAveragePooling1D(AxisSizes outputSize, string? name = null)
        : base(1, outputSize, name)
    {
    }

    internal AdaptiveAveragePooling1D()
        : this(1)
    {
    }

    private protected override SymbolicTensor PoolAxis(SymbolicTensor x, int axis, int outputs) => MeansOf(x, axis, outputs);
}
