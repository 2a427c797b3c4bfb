using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Makes volumes larger by whole numbers: repeats their planes, rows and columns.</summary>
/// <remarks>
/// <para>Input shape: (batch, depth, height, width, channels), or (batch, channels, depth, height, width) with
/// <see cref="DataFormat"/> "channels_first". Output shape: depth, height and width times the size. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/up_sampling3d/.</para>
/// </remarks>
/// <example><code>new UpSampling3D(size: (1, 2, 2))</code></example>
public sealed class UpSampling3D : Layer
{
    private AxisSizes _size;
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <param name="size">By how much; a number for all directions or (depth, height, width); at least 1; 2 by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public UpSampling3D(AxisSizes? size = null, string? name = null)
        : base(name)
    {
        _size = (size ?? 2).Over(3);
        Check();
    }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, 3, _dataFormat);
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < axes.Length; i++) x = Ops.Repeat(x, _size[i], axes[i]);
        return x;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Sizes("size", ref _size, 3, usual: 2);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
