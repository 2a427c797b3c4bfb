using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The largest value of the whole image, channel by channel.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="GlobalPooling.DataFormat"/> "channels_first". Output shape: (batch, channels), or with height and width 1 if
/// they are kept. No weights.</para>
/// <para>Source: https://keras.io/api/layers/pooling_layers/global_max_pooling2d/.</para>
/// </remarks>
/// <example><code>new GlobalMaxPooling2D()</code></example>
/// <param name="keepDims">Whether height and width stay with size 1.</param>
/// <param name="name">The layer's name.</param>
public sealed class GlobalMaxPooling2D(bool keepDims = false, string? name = null) : GlobalPooling(2, keepDims, name)
{
    private protected override SymbolicTensor Fold(SymbolicTensor x, int[] axes, bool keepDims) => Ops.ReduceMax(x, axes, keepDims);
}
