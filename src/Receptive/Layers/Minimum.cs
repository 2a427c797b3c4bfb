using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The smallest of its inputs, number by number.</summary>
/// <remarks>
/// <para>Input shapes: two or more that are equal or broadcast; output shape: that they broadcast to. No weights.</para>
/// <para>Source: https://keras.io/api/layers/merging_layers/minimum/.</para>
/// </remarks>
/// <example><code>new Minimum().Apply(x, y)</code></example>
/// <param name="name">The layer's name.</param>
public sealed class Minimum(string? name = null) : ElementwiseMerge(name)
{
    private protected override SymbolicTensor Pair(SymbolicTensor left, SymbolicTensor right) => Ops.Minimum(left, right);
}
