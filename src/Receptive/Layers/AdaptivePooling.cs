using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What adaptive poolings share: the number of windows is given and their size follows from the input's.</summary>
public abstract class AdaptivePooling : Layer
{
    private AxisSizes _outputSize;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected AdaptivePooling(int axes, AxisSizes outputSize, string? name)
        : base(name)
    {
        (Axes, _outputSize) = (axes, outputSize.Over(axes));
        Check();
    }

    private int Axes { get; }

    /// <summary>How many windows there are along each axis.</summary>
    public AxisSizes OutputSize => _outputSize;

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        int[] axes = ImageLayout.SpatialAxes(x.Shape, _dataFormat);
        for (int i = 0; i < Axes; i++) x = PoolAxis(x, axes[i], _outputSize[i]);
        return x;
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Sizes("output_size", ref _outputSize, Axes);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }

    /// <summary>Pools along one axis: windows of images are products of those of their axes.</summary>
    private protected abstract SymbolicTensor PoolAxis(SymbolicTensor x, int axis, int outputs);

    private protected static SymbolicTensor MeansOf(SymbolicTensor x, int axis, int outputs)
    {
        int size = x.Shape[axis];
        return Ops.Resample(x, axis, AxisWeights.Create(size, outputs, i =>
        {
            (int first, int count) = Window(i, size, outputs);
            return Enumerable.Range(first, count).Select(input => (input, 1f / count));
        }));
    }

    // Windows of unequal size are filled up with their last position, which changes no maximum.
    private protected static SymbolicTensor MaximaOf(SymbolicTensor x, int axis, int outputs)
    {
        int size = x.Shape[axis], longest = (int)(((long)size + outputs - 1) / outputs) + 1;
        int positions = ShapeException.Checked((long)longest * outputs, "positions in windows");
        AxisWeights windows = AxisWeights.Create(size, positions, i =>
        {
            (int first, int count) = Window(i / longest, size, outputs);
            return [(first + Math.Min(i % longest, count - 1), 1f)];
        });
        SymbolicTensor inWindows = Ops.Reshape(Ops.Resample(x, axis, windows), [.. x.Shape.Dimensions[..axis], outputs, longest, .. x.Shape.Dimensions[(axis + 1)..]]);
        return Ops.ReduceMax(inWindows, [axis + 1]);
    }

    private static (int First, int Count) Window(int i, int size, int outputs)
    {
        long first = (long)i * size / outputs, end = ((long)(i + 1) * size + outputs - 1) / outputs;
        return ((int)first, (int)(end - first));
    }
}
