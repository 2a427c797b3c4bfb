namespace Receptive.Graph;

/// <summary>
/// All sizes of a pooling along one, two or three axes: input (batch, sizes, channels), output (batch, outputs, channels). It exists
/// only with sizes that fit <see cref="WindowLimits"/>.
/// </summary>
public sealed class PoolGeometry : IEquatable<PoolGeometry>
{
    private readonly WindowAxis[] _axes;

    private PoolGeometry(WindowAxis[] axes, int channels)
    {
        _axes = axes;
        Channels = channels;
        InputShape = WindowAxes.Shape(axes, axis => axis.Size, channels);
        OutputShape = WindowAxes.Shape(axes, axis => axis.Outputs, channels);
        (WindowAxis depth, WindowAxis height, WindowAxis width) = WindowAxes.Three(axes);
        Three = new Pool3DGeometry(depth, height, width, channels);
    }

    /// <summary>The axes along which windows move, from the front.</summary>
    public ReadOnlySpan<WindowAxis> Axes => _axes;

    /// <summary>How many axes there are: 1, 2 or 3.</summary>
    public int Rank => _axes.Length;

    /// <summary>Channels, each pooled for itself.</summary>
    public int Channels { get; }

    /// <summary>(batch, sizes, channels).</summary>
    public Shape InputShape { get; }

    /// <summary>(batch, outputs, channels).</summary>
    public Shape OutputShape { get; }

    /// <summary>Cells of a window.</summary>
    public long Cells => _axes.Aggregate(1L, (product, axis) => product * axis.Window);

    /// <summary>The same for kernels, which know three axes.</summary>
    public Pool3DGeometry Three { get; }

    /// <summary>Works out sizes and padding from shapes.</summary>
    /// <param name="input">(batch, 1 to 3 sizes, channels).</param>
    /// <param name="window">The window along each axis.</param>
    /// <param name="strides">Pixels from window to window along each axis.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <param name="name">The op's name in errors, without the number of axes.</param>
    /// <exception cref="ShapeException">They do not fit, or exceed <see cref="WindowLimits"/>.</exception>
    public static PoolGeometry Resolve(Shape input, ReadOnlySpan<int> window, ReadOnlySpan<int> strides, Padding padding, string name = "MaxPool")
    {
        int rank = WindowAxes.Rank(name, strides, window.Length);
        string op = $"{name}{rank}D";
        WindowAxes.Check(op, "input", input, rank, "channels");
        WindowAxis[] axes = WindowAxes.Resolve(op, input, window, strides, [], padding);
        WindowLimits.Elements(op, "input", input);
        WindowLimits.PoolCells(op, axes);
        return new PoolGeometry(axes, input[^1]);
    }

    /// <summary>Such as <c>pool 2x2, strides 2x2, padding valid</c>.</summary>
    public string Describe() => $"pool {WindowAxes.Times(_axes, axis => axis.Window)}, {WindowAxes.Describe(_axes)}";

    public bool Equals(PoolGeometry? other) => other is not null && _axes.AsSpan().SequenceEqual(other._axes) && Channels == other.Channels;

    public override bool Equals(object? obj) => Equals(obj as PoolGeometry);

    public override int GetHashCode() => HashCode.Combine(_axes[0], _axes[^1], Channels);
}
