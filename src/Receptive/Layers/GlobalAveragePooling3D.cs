using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean over the whole volume, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="GlobalPooling.DataFormat"/> "channels_first". Output shape: (batch, channels), or with depth, height and width of size 1 if
/// they are kept. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/global_average_pooling3d/.</para>
/// </remarks>
/// <example><code>new GlobalAveragePooling3D()</code></example>
/// <param name="keepDims">Whether depth, height and width stay with size 1.</param>
/// <param name="name">The layer's name.</param>
public sealed class GlobalAveragePooling3D(bool keepDims = false, string? name = null) : GlobalPooling(3, keepDims, name)
{
    private protected override SymbolicTensor Fold(SymbolicTensor x, int[] axes, bool keepDims) => Ops.ReduceMean(x, axes, keepDims);
}
