using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Puts all numbers of an example in one row, as a Dense layer wants them. Costs nothing.</summary>
/// <remarks>
/// Input shape: (batch, ...); output shape: (batch, product of the rest). With <see cref="DataFormat"/>
/// "channels_first" channels are moved to the end first, as in Keras. No weights.
/// </remarks>
/// <example><code>new Flatten()</code></example>
public sealed class Flatten : Layer
{
    /// <param name="name">The layer's name.</param>
    public Flatten(string? name = null)
        : base(name)
    {
    }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get; init => field = ImageLayout.Checked(value); } = ImageLayout.ChannelsLast;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor x = inputs;
        if (DataFormat == ImageLayout.ChannelsFirst && x.Shape.Rank > 2)
            x = Ops.Transpose(x, [0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);
        long numbers = x.Shape.ElementsPerRow;
        if (numbers > int.MaxValue) throw new ShapeException($"An example of {numbers:N0} numbers is too large to flatten.");
        return Ops.Reshape(x, [Shape.Batch, (int)numbers]);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["data_format"] = DataFormat;
        return config;
    }

    internal static Flatten FromConfig(ConfigReader config) => new(config.Name)
    {
        DataFormat = config.String("data_format", ImageLayout.ChannelsLast)!,
        InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
    };
}
