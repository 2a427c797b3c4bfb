using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Brings images to a given size by interpolation; the same in training and outside.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with <see cref="DataFormat"/>
/// "channels_first". Output shape: the same with the new height and width. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/.</para>
/// </remarks>
/// <example><code>new Resizing(28, 28)</code></example>
public sealed class Resizing : Layer
{
    private int _height;
    private int _width;
    private string _interpolation;
    private bool _cropToAspectRatio;
    private bool _padToAspectRatio;
    private float _fillValue;
    private bool _antialias;
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <param name="height">The new height; at least 1.</param>
    /// <param name="width">The new width; at least 1.</param>
    /// <param name="interpolation">"nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5".</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the interpolation is not known.</exception>
    public Resizing(int height, int width, string interpolation = "bilinear", string? name = null)
        : base(name)
    {
        (_height, _width, _interpolation) = (height, width, interpolation);
        Check();
    }

    internal Resizing()
        : this(1, 1)
    {
    }

    /// <summary>Whether borders are cut off first, so that nothing is distorted.</summary>
    /// <exception cref="ArgumentException">When setting: borders are to be added, too.</exception>
    public bool CropToAspectRatio { get => _cropToAspectRatio; init => Set(ref _cropToAspectRatio, value); }

    /// <summary>Whether borders are added first, so that nothing is distorted.</summary>
    /// <exception cref="ArgumentException">When setting: borders are to be cut off, too.</exception>
    public bool PadToAspectRatio { get => _padToAspectRatio; init => Set(ref _padToAspectRatio, value); }

    /// <summary>What added borders are filled with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not finite.</exception>
    public float FillValue { get => _fillValue; init => Set(ref _fillValue, value); }

    /// <summary>Whether more pixels are averaged where an image becomes smaller, so that none is left out.</summary>
    public bool Antialias { get => _antialias; init => _antialias = value; }

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, 2, _dataFormat);
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        (int height, int width) = (x.Shape[axes[0]], x.Shape[axes[1]]);
        long wantedHeight = (long)width * _height / _width, wantedWidth = (long)height * _width / _height;
        if (_cropToAspectRatio)
        {
            x = Cropped(x, axes[0], (int)Math.Clamp(wantedHeight, 1, height));
            x = Cropped(x, axes[1], (int)Math.Clamp(wantedWidth, 1, width));
        }
        else if (_padToAspectRatio)
        {
            x = Padded(x, axes[0], Math.Max(height, wantedHeight));
            x = Padded(x, axes[1], Math.Max(width, wantedWidth));
        }

        x = Interpolation.Resize(x, axes[0], _height, _interpolation, _antialias);
        return Interpolation.Resize(x, axes[1], _width, _interpolation, _antialias);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("height", ref _height, atLeast: 1);
        arguments.Int32("width", ref _width, atLeast: 1);
        arguments.Word("interpolation", ref _interpolation, Interpolation.Bilinear, Interpolation.Names);
        arguments.Properties();
        arguments.Boolean("pad_to_aspect_ratio", ref _padToAspectRatio);
        arguments.Boolean("crop_to_aspect_ratio", ref _cropToAspectRatio);
        arguments.Require(!(_cropToAspectRatio && _padToAspectRatio), "cropToAspectRatio and padToAspectRatio cannot both be set; choose one.");
        arguments.Only("fill_mode", "constant");
        arguments.Single("fill_value", ref _fillValue, 0, NumberRange.Finite);
        arguments.Boolean("antialias", ref _antialias);
        arguments.DataFormat("data_format", ref _dataFormat);
    }

    private static SymbolicTensor Cropped(SymbolicTensor x, int axis, int size)
    {
        int[] begin = new int[x.Shape.Rank - 1], sizes = [.. x.Shape.Dimensions[1..]];
        (begin[axis - 1], sizes[axis - 1]) = ((x.Shape[axis] - size) / 2, size);
        return Ops.Slice(x, begin, sizes);
    }

    private SymbolicTensor Padded(SymbolicTensor x, int axis, long size)
    {
        var margins = new (int Before, int After)[x.Shape.Rank - 1];
        int more = ShapeException.Checked(size - x.Shape[axis], "rows or columns to be added");
        margins[axis - 1] = (more / 2, more - more / 2);
        return Ops.Pad(x, margins, _fillValue);
    }
}
