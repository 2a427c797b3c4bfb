using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What poolings share: windows along one, two or three axes, each channel by itself, both orders of channels.</summary>
public abstract class Pooling : Layer
{
    private AxisSizes _poolSize;
    private AxisSizes? _strides;
    private PaddingMode _padding;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected Pooling(int axes, AxisSizes? poolSize, AxisSizes? strides, PaddingMode padding, string? name)
        : base(name)
    {
        Axes = axes;
        (_poolSize, _strides, _padding) = ((poolSize ?? 2).Over(axes), strides?.Over(axes), padding);
        Check();
    }

    private int Axes { get; }

    /// <summary>The window in pixels.</summary>
    public AxisSizes PoolSize => _poolSize;

    /// <summary>Pixels from window to window; the window's size if they were not given.</summary>
    public AxisSizes Strides => _strides ?? _poolSize;

    /// <summary>What happens at the borders.</summary>
    public PaddingMode Padding => _padding;

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        return ImageLayout.FromChannelsLast(Pool(ImageLayout.ToChannelsLast(x, _dataFormat), _poolSize.ToArray(), Strides.ToArray(), _padding.Value), _dataFormat);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Sizes("pool_size", ref _poolSize, Axes, usual: 2);
        arguments.OptionalSizes("strides", ref _strides, Axes);
        arguments.Padding("padding", ref _padding);
        arguments.Require(!_padding.IsCausal, "padding \"causal\" is for Conv1D; use \"valid\" or \"same\".");
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }

    /// <summary>The pooling itself, channels last.</summary>
    private protected abstract SymbolicTensor Pool(SymbolicTensor x, int[] window, int[] strides, Padding padding);
}
