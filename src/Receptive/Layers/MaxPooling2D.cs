using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The largest value of each window of an image, channel by channel: smaller images in which a pattern may move a little.</summary>
/// <remarks>
/// Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: with padding "valid" height becomes (height - pool) / stride + 1 rounded down, with
/// "same" height / stride rounded up. No weights.
/// </remarks>
/// <example><code>new MaxPooling2D(poolSize: 2)</code></example>
public sealed class MaxPooling2D : Layer
{
    /// <param name="poolSize">The window in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Pixels from window to window; the window's size by default, so that windows do not overlap.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public MaxPooling2D(Size2D? poolSize = null, Size2D? strides = null, PaddingMode padding = default, string? name = null)
        : base(name)
    {
        PoolSize = (poolSize ?? 2).Checked("MaxPooling2D", nameof(poolSize));
        Strides = (strides ?? PoolSize).Checked("MaxPooling2D", nameof(strides));
        Padding = padding;
    }

    /// <summary>The window in pixels.</summary>
    public Size2D PoolSize { get; }

    /// <summary>Pixels from window to window.</summary>
    public Size2D Strides { get; }

    /// <summary>What happens at the borders.</summary>
    public PaddingMode Padding { get; }

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get; init => field = ImageLayout.Checked(value); } = ImageLayout.ChannelsLast;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ImageLayout.Check("MaxPooling2D", inputs.Shape, DataFormat);
        SymbolicTensor x = ImageLayout.ToChannelsLast(inputs, DataFormat);
        return ImageLayout.FromChannelsLast(Ops.MaxPool2D(x, PoolSize.ToValueTuple(), Strides.ToValueTuple(), Padding.Value), DataFormat);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["pool_size"] = KerasJson.Pair(PoolSize);
        config["padding"] = Padding.ToString();
        config["strides"] = KerasJson.Pair(Strides);
        config["data_format"] = DataFormat;
        return config;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"MaxPooling2D({LayerText.Of(PoolSize)}"
        + (Strides == PoolSize ? "" : $", strides: {LayerText.Of(Strides)}")
        + (Padding == PaddingMode.Valid ? ")" : $", padding: \"{Padding}\")");

    internal static MaxPooling2D FromConfig(ConfigReader config)
    {
        Size2D pool = config.Size2D("pool_size", 2);
        return new MaxPooling2D(pool, config.Size2D("strides", pool), config.String("padding", "valid")!, config.Name)
        {
            DataFormat = config.String("data_format", ImageLayout.ChannelsLast)!,
            InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
        };
    }
}
