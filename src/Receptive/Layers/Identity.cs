using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Lets its input through: a place in a model that can be named.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/core_layers/identity/.</para>
/// </remarks>
/// <example><code>new Identity(name: "features")</code></example>
/// <param name="name">The layer's name.</param>
public sealed class Identity(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x;
}
