using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What the layers share that cut off the borders of their input.</summary>
public abstract class Cropping : Layer
{
    private readonly int _usual;
    private AxisMargins _cropping;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected Cropping(int axes, int usual, AxisMargins? cropping, string? name)
        : base(name)
    {
        (Axes, _usual, _cropping) = (axes, usual, (cropping ?? usual).Over(axes));
        Check();
    }

    private protected int Axes { get; }

    /// <summary>How much is cut off before and behind along each axis.</summary>
    public AxisMargins CroppingSizes => _cropping;

    private protected string Layout { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        int[] begin = new int[Axes + 1], size = [.. x.Shape.Dimensions[1..]], axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < axes.Length; i++)
        {
            (int before, int after) = _cropping[i];
            long left = (long)x.Shape[axes[i]] - before - after;
            if (left < 1) throw new ShapeException($"cropping {before} and {after} off the {x.Shape[axes[i]]} positions of axis {axes[i]} leaves nothing; crop less than there is.");
            (begin[axes[i] - 1], size[axes[i] - 1]) = (before, (int)left);
        }

        return Ops.Slice(x, begin, size);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Margins("cropping", ref _cropping, Axes, usual: _usual);
        arguments.Properties();
        if (Axes > 1) arguments.DataFormat("data_format", ref _dataFormat);
        else arguments.Only("data_format", ImageLayout.ChannelsLast);
    }
}
