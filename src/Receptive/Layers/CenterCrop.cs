using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Cuts the middle out of images; smaller ones are enlarged first until it fits.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: the same with the new height and width. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/.</para>
/// </remarks>
/// <example><code>new CenterCrop(24, 24)</code></example>
public sealed class CenterCrop : Layer
{
    private int _height;
    private int _width;
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <param name="height">The new height; at least 1.</param>
    /// <param name="width">The new width; at least 1.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public CenterCrop(int height, int width, string? name = null)
        : base(name)
    {
        (_height, _width) = (height, width);
        Check();
    }

    internal CenterCrop()
        : this(1, 1)
    {
    }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        ImageLayout.Check(ClassName, x.Shape, 2, _dataFormat);
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        if (x.Shape[axes[0]] < _height || x.Shape[axes[1]] < _width)
            return new Resizing(_height, _width) { CropToAspectRatio = true, DataFormat = _dataFormat }.Call(x, context);
        int[] begin = new int[3], size = [.. x.Shape.Dimensions[1..]];
        (begin[axes[0] - 1], size[axes[0] - 1]) = ((x.Shape[axes[0]] - _height) / 2, _height);
        (begin[axes[1] - 1], size[axes[1] - 1]) = ((x.Shape[axes[1]] - _width) / 2, _width);
        return Ops.Slice(x, begin, size);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("height", ref _height, atLeast: 1);
        arguments.Int32("width", ref _width, atLeast: 1);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
