using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean over the whole sequence, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels), or (batch, channels, steps) with
/// <see cref="GlobalPooling.DataFormat"/> "channels_first". Output shape: (batch, channels), or with steps of size 1 if
/// they are kept. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/global_average_pooling1d/.</para>
/// </remarks>
/// <example><code>new GlobalAveragePooling1D()</code></example>
/// <param name="keepDims">Whether steps stay with size 1.</param>
/// <param name="name">The layer's name.</param>
public sealed class GlobalAveragePooling1D(bool keepDims = false, string? name = null) : GlobalPooling(1, keepDims, name)
{
    private protected override SymbolicTensor Fold(SymbolicTensor x, int[] axes, bool keepDims) => Ops.ReduceMean(x, axes, keepDims);
}
