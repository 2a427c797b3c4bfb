using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The mean over the whole image, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="GlobalPooling.DataFormat"/> "channels_first". Output shape: (batch, channels), or with height and width 1 if
/// they are kept. No weights.</para>
/// <para>Source: Lin et al., Network in network, 2013; https://keras.io/api/layers/pooling_layers/global_average_pooling2d/.</para>
/// </remarks>
/// <example><code>new GlobalAveragePooling2D()</code></example>
/// <param name="keepDims">Whether height and width stay with size 1.</param>
/// <param name="name">The layer's name.</param>
public sealed class GlobalAveragePooling2D(bool keepDims = false, string? name = null) : GlobalPooling(2, keepDims, name)
{
    private protected override SymbolicTensor Fold(SymbolicTensor x, int[] axes, bool keepDims) => Ops.ReduceMean(x, axes, keepDims);
}
