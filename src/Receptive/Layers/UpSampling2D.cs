using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Makes images larger by whole numbers: repeats rows and columns, or interpolates between them.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: height and width times the size. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/up_sampling2d/.</para>
/// </remarks>
/// <example><code>new UpSampling2D(size: 2, interpolation: "bilinear")</code></example>
public sealed class UpSampling2D : Layer
{
    private AxisSizes _size;
    private string _interpolation;
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <param name="size">By how much; a number for both directions or (height, width); at least 1.</param>
    /// <param name="interpolation">"nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5".</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the interpolation is not known.</exception>
    public UpSampling2D(AxisSizes? size = null, string interpolation = "nearest", string? name = null)
        : base(name)
    {
        (_size, _interpolation) = ((size ?? 2).Over(2), interpolation);
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
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < axes.Length; i++)
        {
            x = _interpolation == Interpolation.Nearest
                ? Ops.Repeat(x, _size[i], axes[i])
                : Interpolation.Resize(x, axes[i], ShapeException.Checked((long)x.Shape[axes[i]] * _size[i], "rows or columns"), _interpolation);
        }

        return x;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Sizes("size", ref _size, 2, usual: 2);
        arguments.Word("interpolation", ref _interpolation, Interpolation.Nearest, Interpolation.Names);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
