using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Common;
using Receptive.Graph;
using Receptive.Initializers;

namespace Receptive.Layers;

/// <summary>
/// Convolution of images: every filter looks at each small window of the image with the same weights, so a pattern is
/// found wherever it is.
/// </summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="DataFormat"/> "channels_first". Output shape: the same with <c>filters</c> channels; with padding "valid"
/// height becomes (height - (kernel - 1) dilation - 1) / stride + 1 rounded down, with "same" height / stride rounded
/// up. Weights: kernel (kernel height, kernel width, channels / groups, filters), bias (filters).</para>
/// <para>Source: LeCun et al., Backpropagation applied to handwritten zip code recognition, 1989.</para>
/// </remarks>
/// <example><code>new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] }</code></example>
public sealed class Conv2D : Layer
{
    private Variable? _kernel;
    private Variable? _bias;

    /// <param name="filters">The number of output channels; at least 1.</param>
    /// <param name="kernelSize">The window in pixels; a number for both directions or (height, width).</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">"valid" or "same".</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added to each channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Conv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        PaddingMode padding = default,
        ActivationFunction? activation = null,
        bool useBias = true,
        string? name = null)
        : base(name)
    {
        if (filters < 1) throw new ArgumentOutOfRangeException(nameof(filters), filters, "Conv2D needs at least 1 filter.");
        Filters = filters;
        KernelSize = kernelSize.Checked("Conv2D", nameof(kernelSize));
        Strides = (strides ?? 1).Checked("Conv2D", nameof(strides));
        (Padding, Activation, UseBias) = (padding, activation ?? ActivationFunction.Linear, useBias);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>The window in pixels.</summary>
    public Size2D KernelSize { get; }

    /// <summary>Pixels from window to window.</summary>
    public Size2D Strides { get; }

    /// <summary>What happens at the borders.</summary>
    public PaddingMode Padding { get; }

    /// <summary>Pixels from one cell of the window to the next; 1 by default. Not together with strides.</summary>
    /// <exception cref="ArgumentException">When setting: below 1, or strides are above 1 too.</exception>
    public Size2D DilationRate
    {
        get;
        init
        {
            value.Checked("Conv2D", nameof(DilationRate));
            if ((value.Height > 1 || value.Width > 1) && (Strides.Height > 1 || Strides.Width > 1))
                throw new ArgumentException($"Conv2D cannot have both strides ({Strides}) and a dilation rate ({value}) above 1, as in Keras.", nameof(value));
            field = value;
        }
    } = 1;

    /// <summary>Into how many groups channels and filters are cut, each filter seeing its group alone; divides both.</summary>
    /// <exception cref="ArgumentException">When setting: below 1, or it does not divide the number of filters.</exception>
    public int Groups
    {
        get;
        init => field = value >= 1 && Filters % value == 0
            ? value
            : throw new ArgumentException($"Conv2D's {Filters} filters cannot be cut into {value} equal groups.", nameof(value));
    } = 1;

    /// <summary>What each output goes through.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added to each channel.</summary>
    public bool UseBias { get; }

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get; init => field = ImageLayout.Checked(value); } = ImageLayout.ChannelsLast;

    /// <summary>The kernel's first values; Keras' default, Glorot's uniform.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>The bias' first values; zeros by default.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        SymbolicTensor x = ImageLayout.ToChannelsLast(inputs, DataFormat);
        SymbolicTensor y = Ops.Conv2D(
            x, Ops.Read(_kernel!), Strides.ToValueTuple(), Padding.Value, DilationRate.ToValueTuple(), Groups);
        if (_bias is not null) y += Ops.Read(_bias);
        return ImageLayout.FromChannelsLast(Activation.Apply(y), DataFormat);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["filters"] = Filters;
        config["kernel_size"] = KerasJson.Pair(KernelSize);
        config["strides"] = KerasJson.Pair(Strides);
        config["padding"] = Padding.ToString();
        config["data_format"] = DataFormat;
        config["dilation_rate"] = KerasJson.Pair(DilationRate);
        config["groups"] = Groups;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config["kernel_initializer"] = KernelInitializer.Serialize();
        config["bias_initializer"] = BiasInitializer.Serialize();
        config["kernel_regularizer"] = null;
        config["bias_regularizer"] = null;
        config["activity_regularizer"] = null;
        config["kernel_constraint"] = null;
        config["bias_constraint"] = null;
        return config;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Conv2D({Filters}, kernelSize: {LayerText.Of(KernelSize)}"
        + (Strides == 1 ? "" : $", strides: {LayerText.Of(Strides)}")
        + (Padding == PaddingMode.Valid ? "" : $", padding: \"{Padding}\"")
        + LayerText.Of(Activation) + (UseBias ? ")" : ", useBias: false)");

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ImageLayout.Check("Conv2D", inputShape, DataFormat);
        int channels = ImageLayout.Channels(inputShape, DataFormat);
        if (channels % Groups != 0) throw new ShapeException($"the {channels} channels of the input cannot be cut into {Groups} equal groups.");
        _kernel = AddWeight("kernel", [KernelSize.Height, KernelSize.Width, channels / Groups, Filters], KernelInitializer);
        if (UseBias) _bias = AddWeight("bias", [Filters], BiasInitializer);
    }

    internal static Conv2D FromConfig(ConfigReader config)
    {
        config.RefuseIfSet("quantization_config", "lora_rank");
        config.WarnIfSet("kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint");
        return new Conv2D(
            config.Int32("filters"),
            config.Size2D("kernel_size"),
            config.Size2D("strides", 1),
            config.String("padding", "valid")!,
            config.Activation("activation"),
            config.Boolean("use_bias", true),
            config.Name)
        {
            DataFormat = config.String("data_format", ImageLayout.ChannelsLast)!,
            DilationRate = config.Size2D("dilation_rate", 1),
            Groups = config.Int32("groups", 1),
            KernelInitializer = config.Initializer("kernel_initializer", new GlorotUniform()),
            BiasInitializer = config.Initializer("bias_initializer", new Zeros()),
            InputShape = config.BatchShape("batch_input_shape")?.WithoutBatch(),
        };
    }
}
