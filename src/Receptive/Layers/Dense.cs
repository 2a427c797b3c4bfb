using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Common;
using Receptive.Graph;
using Receptive.Initializers;

namespace Receptive.Layers;

/// <summary>
/// Each output is a weighted sum of all inputs plus a bias, through an activation: <c>activation(x kernel + bias)</c>.
/// </summary>
/// <remarks>
/// Input shape: (batch, ..., n); output shape: (batch, ..., units). Weights: kernel (n, units), bias (units).
/// </remarks>
/// <example><code>new Dense(10, activation: "softmax")</code></example>
public sealed class Dense : Layer
{
    private Variable? _kernel;
    private Variable? _bias;

    /// <param name="units">The number of outputs; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units is below 1.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool useBias = true, string? name = null)
        : base(name)
    {
        if (units < 1) throw new ArgumentOutOfRangeException(nameof(units), units, "Dense needs at least 1 unit.");
        (Units, Activation, UseBias) = (units, activation ?? ActivationFunction.Linear, useBias);
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>What each output goes through.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>The kernel's first values; Keras' default, Glorot's uniform.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>The bias' first values; zeros by default.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        SymbolicTensor y = Ops.MatMul(inputs, Ops.Read(_kernel!));
        if (_bias is not null) y += Ops.Read(_bias);
        return Activation.Apply(y);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["units"] = Units;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config["kernel_initializer"] = KernelInitializer.Serialize();
        config["bias_initializer"] = BiasInitializer.Serialize();
        config["kernel_regularizer"] = null;
        config["bias_regularizer"] = null;
        config["kernel_constraint"] = null;
        config["bias_constraint"] = null;
        config["quantization_config"] = null;
        return config;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Dense({Units}{LayerText.Of(Activation)}{(UseBias ? "" : ", useBias: false")})";

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (inputShape.Rank < 2)
        {
            throw new ShapeException(
                $"Dense expects examples with at least 1 dimension, (batch, n), but got {inputShape}. One number an example is an array of shape (batch, 1).");
        }

        _kernel = AddWeight("kernel", [inputShape[^1], Units], KernelInitializer);
        if (UseBias) _bias = AddWeight("bias", [Units], BiasInitializer);
    }

    internal static Dense FromConfig(ConfigReader config)
    {
        config.RefuseIfSet("quantization_config", "lora_rank");
        config.WarnIfSet("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint");
        return new Dense(config.Int32("units"), config.Activation("activation"), config.Boolean("use_bias", true), config.Name)
        {
            KernelInitializer = config.Initializer("kernel_initializer", new GlorotUniform()),
            BiasInitializer = config.Initializer("bias_initializer", new Zeros()),
            InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
        };
    }
}
