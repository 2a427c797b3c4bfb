using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>x where it is positive, else x times a small slope, so that a unit never stops learning.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013;
/// https://keras.io/api/layers/activation_layers/leaky_relu/.</para>
/// </remarks>
/// <example><code>new LeakyReLU(negativeSlope: 0.1f)</code></example>
public sealed class LeakyReLU : Layer
{
    private const float Usual = 0.3f;

    private float _negativeSlope;

    /// <param name="negativeSlope">The slope below 0; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is negative or not finite.</exception>
    public LeakyReLU(float negativeSlope = Usual, string? name = null)
        : base(name)
    {
        _negativeSlope = negativeSlope;
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => Ops.LeakyRelu(x, _negativeSlope);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("negative_slope", ref _negativeSlope, Usual, NumberRange.NotNegative);
    }

    // Keras 2 called it alpha.
    internal override void ReadConfig(ConfigReader reader)
    {
        bool isOld = reader.Config["negative_slope"] is null && Codecs.TryDouble(reader.Take("alpha"), out double _);
        if (isOld) reader.Config["negative_slope"] = reader.Config["alpha"]!.DeepClone();
        base.ReadConfig(reader);
    }
}
