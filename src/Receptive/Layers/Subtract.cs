using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Subtracts its second input from the first, number by number.</summary>
/// <remarks>
/// <para>Input shapes: two that are equal or broadcast; output shape: that they broadcast to. No weights.</para>
/// <para>Source: https://keras.io/api/layers/merging_layers/subtract/.</para>
/// </remarks>
/// <example><code>new Subtract().Apply(x, y)</code></example>
/// <param name="name">The layer's name.</param>
public sealed class Subtract(string? name = null) : ElementwiseMerge(name)
{
    private protected override int Most => 2;

    private protected override SymbolicTensor Pair(SymbolicTensor left, SymbolicTensor right) => left - right;
}
