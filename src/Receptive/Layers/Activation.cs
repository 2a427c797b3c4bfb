using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>An activation as a layer of its own.</summary>
/// <remarks>Output shape: that of the input. No weights.</remarks>
/// <example><code>new Activation("relu")</code></example>
public sealed class Activation : Layer
{
    /// <param name="activation">Keras' name, or a function of one's own.</param>
    /// <param name="name">The layer's name.</param>
    public Activation(ActivationFunction activation, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Function = activation;
    }

    /// <summary>What each input goes through.</summary>
    public ActivationFunction Function { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training) => Function.Apply(inputs);

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["activation"] = Function.Name;
        return config;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Activation(\"{Function}\")";

    internal static Activation FromConfig(ConfigReader config) => new(config.Activation("activation"), config.Name)
    {
        InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
    };
}
