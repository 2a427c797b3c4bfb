using System.Globalization;
using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// In training sets a random share of its inputs to 0 and divides the others by the share that is kept, so that the
/// network cannot rely on any single one; otherwise lets everything through.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights. Which inputs are dropped depends on the seed, the step of the
/// training, the layer's place in the model and the input's index, and on nothing else.</para>
/// <para>Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014.</para>
/// </remarks>
/// <example><code>new Dropout(0.25f)</code></example>
public sealed class Dropout : Layer
{
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public Dropout(float rate, int? seed = null, string? name = null)
        : base(name)
    {
        if (!(rate is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Dropout's rate is the share that is dropped: from 0 to below 1, such as 0.25.");
        (Rate, Seed) = (rate, seed);
    }

    /// <summary>The share that is dropped.</summary>
    public float Rate { get; }

    /// <summary>Its own seed, if it has one.</summary>
    public int? Seed { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (!training || Rate == 0) return inputs;
        SymbolicTensor keep = Ops.GreaterOrEqual(RandomUniform(inputs.Shape, Seed), Ops.Constant(Rate));
        return Ops.Select(keep, inputs * (1f / (1f - Rate)), Ops.Constant(0f));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["rate"] = Rate;
        config["seed"] = Seed;
        config["noise_shape"] = null;
        return config;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Dropout({Rate}f)");

    internal static Dropout FromConfig(ConfigReader config)
    {
        config.WarnIfSet("noise_shape");
        return new Dropout(config.Single("rate"), config.OptionalInt32("seed"), config.Name)
        {
            InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
        };
    }
}
