using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What the layers share that put zeros around their input.</summary>
public abstract class ZeroPadding : Layer
{
    private AxisMargins _padding;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected ZeroPadding(int axes, AxisMargins? padding, string? name)
        : base(name)
    {
        (Axes, _padding) = (axes, (padding ?? 1).Over(axes));
        Check();
    }

    private int Axes { get; }

    /// <summary>How many zeros come before and behind along each axis.</summary>
    public AxisMargins Padding => _padding;

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        var margins = new (int Before, int After)[Axes + 1];
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < axes.Length; i++) margins[axes[i] - 1] = _padding[i];
        return Ops.Pad(x, margins);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Margins("padding", ref _padding, Axes, usual: 1);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
