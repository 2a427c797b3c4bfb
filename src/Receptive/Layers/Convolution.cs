using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// What convolutions share: windows that slide along one, two or three axes, both orders of channels. A member says which
/// kernel it has and what it computes.
/// </summary>
public abstract class Convolution : KernelLayer
{
    private AxisSizes _kernelSize;
    private AxisSizes _strides;
    private PaddingMode _padding;
    private string _dataFormat = ImageLayout.ChannelsLast;
    private AxisSizes _dilationRate;

    private protected Convolution(int axes, AxisSizes kernelSize, AxisSizes? strides, PaddingMode padding, ActivationFunction? activation, bool useBias, string? name)
        : base(activation, useBias, name)
    {
        Axes = axes;
        (_kernelSize, _strides, _dilationRate, _padding) = (kernelSize.Over(axes), (strides ?? 1).Over(axes), AxisSizes.FromInt32(1).Over(axes), padding);
    }

    /// <summary>Along how many axes windows slide.</summary>
    internal int Axes { get; }

    /// <summary>The window in pixels.</summary>
    public AxisSizes KernelSize => _kernelSize;

    /// <summary>Pixels from window to window.</summary>
    public AxisSizes Strides => _strides;

    /// <summary>What happens at the borders.</summary>
    public PaddingMode Padding => _padding;

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <summary>Pixels from one cell of the window to the next; 1 by default. Not together with strides.</summary>
    /// <exception cref="ArgumentException">When setting: below 1, or strides are above 1 too.</exception>
    public AxisSizes DilationRate { get => _dilationRate; init => Set(ref _dilationRate, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        x = ImageLayout.ToChannelsLast(x, _dataFormat);
        if (_padding.IsCausal) x = Ops.Pad(x, [(ShapeException.Checked((long)_dilationRate[0] * (_kernelSize[0] - 1), "steps of padding"), 0), default]);
        SymbolicTensor y = Convolve(x, context.Read(Kernel!), context);
        return ImageLayout.FromChannelsLast(Finish(y, context), _dataFormat);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        DescribeFilters(arguments);
        arguments.Sizes("kernel_size", ref _kernelSize, Axes);
        arguments.Sizes("strides", ref _strides, Axes, usual: 1);
        arguments.Padding("padding", ref _padding);
        arguments.Require(!_padding.IsCausal || Axes == 1, "padding \"causal\" is for sequences; use \"valid\" or \"same\".");
        DescribeMultiplier(arguments);
        DescribeActivation(arguments);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
        arguments.Sizes("dilation_rate", ref _dilationRate, Axes, usual: 1);
        arguments.Require(!(_strides.AnyAboveOne && _dilationRate.AnyAboveOne), $"strides ({_strides}) and dilationRate ({_dilationRate}) cannot both be above 1, as in Keras.");
        DescribeGroups(arguments);
        DescribeWeights(arguments, KernelArgument);
        DescribeMore(arguments);
    }

    /// <summary>What Keras puts before "_initializer" and so on for the kernel.</summary>
    private protected virtual string KernelArgument => "kernel";

    /// <summary>The number of filters, where there is one; it comes first.</summary>
    private protected virtual void DescribeFilters(Arguments arguments)
    {
    }

    /// <summary>The outputs a channel, where there are such.</summary>
    private protected virtual void DescribeMultiplier(Arguments arguments)
    {
    }

    /// <summary>The number of groups, where there is one.</summary>
    private protected virtual void DescribeGroups(Arguments arguments)
    {
    }

    /// <summary>Weights besides kernel and bias, where there are such.</summary>
    private protected virtual void DescribeMore(Arguments arguments)
    {
    }

    /// <inheritdoc/>
    protected sealed override void Build(Shape inputShape)
    {
        ImageLayout.Check(ClassName, inputShape, Axes, _dataFormat);
        (Shape kernel, int outputs) = WeightShapes(ImageLayout.Channels(inputShape, _dataFormat));
        AddWeights(kernel, outputs);
    }

    /// <summary>Makes the weights.</summary>
    private protected virtual void AddWeights(Shape kernel, int outputs) => AddKernel(kernel, outputs);

    /// <summary>The kernel's shape and the number of output channels.</summary>
    private protected abstract (Shape Kernel, int Outputs) WeightShapes(int channels);

    /// <summary>The convolution itself, channels last.</summary>
    private protected abstract SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, CallContext context);

    /// <summary>The convolution of each channel by itself, channels last.</summary>
    private protected SymbolicTensor Depthwise(SymbolicTensor x, SymbolicTensor kernel)
    {
        // (window, channels, multiplier) is the same memory as (window, 1, channels x multiplier), in groups of one channel.
        int channels = x.Shape[^1];
        SymbolicTensor grouped = Ops.Reshape(kernel, [.. KernelSize.ToArray(), 1, channels * kernel.Shape[^1]]);
        return Ops.Convolution(x, grouped, Strides.ToArray(), Padding.Value, DilationRate.ToArray(), groups: channels);
    }

    // Keras' convolutions write it always, other layers only when it is set.
    internal override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config.TryAdd("activity_regularizer", null);
    }
}
