using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Multiplies its inputs number by number.</summary>
/// <remarks>
/// <para>Input shapes: two or more that are equal or broadcast; output shape: that they broadcast to. No weights.</para>
/// <para>Source: https://keras.io/api/layers/merging_layers/multiply/.</para>
/// </remarks>
/// <example><code>new Multiply().Apply(x, y)</code></example>
/// <param name="name">The layer's name.</param>
public sealed class Multiply(string? name = null) : ElementwiseMerge(name)
{
    private protected override SymbolicTensor Pair(SymbolicTensor left, SymbolicTensor right) => left * right;
}
