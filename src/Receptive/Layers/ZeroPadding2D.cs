using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Adds rows and columns of zeros around images.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: height and width grown by the padding at both ends. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/zero_padding2d/.</para>
/// </remarks>
/// <example><code>new ZeroPadding2D(padding: ((0, 1), (0, 1)))</code></example>
public sealed class ZeroPadding2D : Layer
{
    private AxisMargins _padding;
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <param name="padding">A number for all sides, (height, width), or ((top, bottom), (left, right)); at least 0; 1 by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding2D(AxisMargins? padding = null, string? name = null)
        : base(name)
    {
        _padding = (padding ?? 1).Over(2);
        Check();
    }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, 2, _dataFormat);
        var margins = new (int Before, int After)[3];
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < axes.Length; i++) margins[axes[i] - 1] = _padding[i];
        return Ops.Pad(x, margins);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Margins("padding", ref _padding, 2, usual: 1);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
