using Receptive.Activations;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>An activation as a layer by itself.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/core_layers/activation/.</para>
/// </remarks>
/// <example><code>new Activation("relu")</code></example>
public sealed class Activation : Layer
{
    private ActivationFunction _activation;

    /// <param name="activation">Keras' name, or a custom function.</param>
    /// <param name="name">The layer's name.</param>
    public Activation(ActivationFunction activation, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(activation);
        _activation = activation;
    }

    internal Activation()
        : this(ActivationFunction.Linear)
    {
    }

    /// <summary>What each input goes through.</summary>
    public ActivationFunction Function => _activation;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => _activation.Apply(x);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Activation("activation", ref _activation);
    }
}
