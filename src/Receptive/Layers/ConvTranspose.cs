using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// What transposed convolutions share: each input pixel paints the kernel, times its value, into a larger image. It is what a
/// convolution's gradient does to its images.
/// </summary>
public abstract class ConvTranspose : KernelLayer
{
    private int _filters;
    private AxisSizes _kernelSize;
    private AxisSizes _strides;
    private AxisSizes _dilationRate;
    private AxisSizes? _outputPadding;
    private PaddingMode _padding;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected ConvTranspose(int axes, int filters, AxisSizes kernelSize, AxisSizes? strides, PaddingMode padding, AxisSizes? outputPadding, ActivationFunction? activation, bool useBias, string? name)
        : base(activation, useBias, name)
    {
        (Axes, _filters, _padding, _outputPadding) = (axes, filters, padding, outputPadding?.Over(axes));
        (_kernelSize, _strides, _dilationRate) = (kernelSize.Over(axes), (strides ?? 1).Over(axes), AxisSizes.FromInt32(1).Over(axes));
        Check();
    }

    private int Axes { get; }

    /// <summary>The number of output channels.</summary>
    public int Filters => _filters;

    /// <summary>The kernel in pixels.</summary>
    public AxisSizes KernelSize => _kernelSize;

    /// <summary>Output pixels from one input pixel to the next.</summary>
    public AxisSizes Strides => _strides;

    /// <summary>What is cut off at the borders.</summary>
    public PaddingMode Padding => _padding;

    /// <summary>Pixels more along each axis, of the sizes that give the same input when convolved; below the stride.</summary>
    public AxisSizes? OutputPadding => _outputPadding;

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <summary>Pixels from one cell of the kernel to the next; 1 by default. Not together with strides.</summary>
    /// <exception cref="ArgumentException">When setting: below 1, or strides are above 1 too.</exception>
    public AxisSizes DilationRate { get => _dilationRate; init => Set(ref _dilationRate, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        x = ImageLayout.ToChannelsLast(x, _dataFormat);
        SymbolicTensor kernel = context.Read(Kernel!);
        int[] sizes = [.. Enumerable.Range(0, Axes).Select(i => OutputSize(x.Shape[i + 1], i))];
        var geometry = ConvolutionGeometry.Resolve([x.Shape[0], .. sizes, _filters], kernel.Shape, _strides.ToArray(), _padding.Value, _dilationRate.ToArray());
        if (geometry.OutputShape != x.Shape)
            throw new ShapeException($"no convolution with kernel {_kernelSize} and strides {_strides} makes {x.Shape} of an image of ({string.Join(", ", sizes)}) pixels, so that is no output for it; choose another outputPadding than {_outputPadding}, or none.");
        return ImageLayout.FromChannelsLast(Finish(Ops.ConvolutionInputGradient(x, kernel, geometry), context), _dataFormat);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("filters", ref _filters, atLeast: 1);
        arguments.Sizes("kernel_size", ref _kernelSize, Axes);
        arguments.Sizes("strides", ref _strides, Axes, usual: 1);
        arguments.Padding("padding", ref _padding);
        arguments.Require(!_padding.IsCausal, "padding \"causal\" is for Conv1D; use \"valid\" or \"same\".");
        arguments.OptionalSizes("output_padding", ref _outputPadding, Axes, atLeast: 0);
        arguments.Require(
            _outputPadding is not { } more || !Enumerable.Range(0, Axes).Any(i => more.Over(Axes)[i] >= _strides[i]),
            $"outputPadding ({_outputPadding}) must be below the strides ({_strides}) along every axis.");
        DescribeActivation(arguments);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
        arguments.Sizes("dilation_rate", ref _dilationRate, Axes, usual: 1);
        arguments.Require(!(_strides.AnyAboveOne && _dilationRate.AnyAboveOne), $"strides ({_strides}) and dilationRate ({_dilationRate}) cannot both be above 1, as in Keras.");
        DescribeWeights(arguments);
        arguments.Ignore("groups"); // Keras 2 wrote it, always 1
    }

    /// <inheritdoc/>
    protected sealed override void Build(Shape inputShape)
    {
        ImageLayout.Check(ClassName, inputShape, Axes, _dataFormat);
        AddKernel(new Shape([.. _kernelSize.ToArray(), _filters, ImageLayout.Channels(inputShape, _dataFormat)]), _filters);
    }

    // Keras' convolutions write it always, other layers only when it is set.
    internal override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config.TryAdd("activity_regularizer", null);
    }

    private int OutputSize(int size, int axis)
    {
        long window = (long)(_kernelSize[axis] - 1) * _dilationRate[axis] + 1, stride = _strides[axis], apart = (size - 1L) * stride;
        long? more = _outputPadding?.Over(Axes)[axis];
        long output = _padding.Value == Graph.Padding.Valid ? apart + window + (more ?? Math.Max(window, stride) - window)
            : more is { } pixels ? apart + window % 2 + pixels
            : size * stride;
        return ShapeException.Checked(output, "output pixels along an axis");
    }
}
