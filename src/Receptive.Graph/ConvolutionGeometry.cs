namespace Receptive.Graph;

/// <summary>
/// All sizes of a convolution along one, two or three axes: input (batch, sizes, channels), kernel (window, channels / groups,
/// filters), output (batch, outputs, filters). It exists only with sizes that fit <see cref="WindowLimits"/>.
/// </summary>
public sealed class ConvolutionGeometry : IEquatable<ConvolutionGeometry>
{
    private readonly WindowAxis[] _axes;

    private ConvolutionGeometry(WindowAxis[] axes, int channels, int filters, int groups)
    {
        _axes = axes;
        (Channels, Filters, Groups) = (channels, filters, groups);
        InputShape = WindowAxes.Shape(axes, axis => axis.Size, channels);
        KernelShape = new([.. axes.Select(axis => axis.Window), channels / groups, filters]);
        OutputShape = WindowAxes.Shape(axes, axis => axis.Outputs, filters);
    }

    /// <summary>The axes along which windows move, from the front.</summary>
    public ReadOnlySpan<WindowAxis> Axes => _axes;

    /// <summary>How many axes there are: 1, 2 or 3.</summary>
    public int Rank => _axes.Length;

    /// <summary>Input channels, over all groups.</summary>
    public int Channels { get; }

    /// <summary>Output channels, over all groups.</summary>
    public int Filters { get; }

    /// <summary>The number of groups channels and filters are cut into.</summary>
    public int Groups { get; }

    /// <summary>(batch, sizes, channels).</summary>
    public Shape InputShape { get; }

    /// <summary>(window, channels / groups, filters).</summary>
    public Shape KernelShape { get; }

    /// <summary>(batch, outputs, filters).</summary>
    public Shape OutputShape { get; }

    /// <summary>Multiplications and additions of one example by the definition; faster algorithms do fewer.</summary>
    public long FloatingOperations => 2 * OutputShape.ElementsPerRow / Filters * KernelShape.ElementsPerRow;

    /// <summary>The last two axes as a convolution of images: all of it, unless there are three axes.</summary>
    public Conv2DGeometry Plane
    {
        get
        {
            (_, WindowAxis height, WindowAxis width) = WindowAxes.Three(_axes);
            return new Conv2DGeometry
            {
                Height = height.Size,
                Width = width.Size,
                Channels = Channels,
                KernelHeight = height.Window,
                KernelWidth = width.Window,
                Filters = Filters,
                StrideHeight = height.Stride,
                StrideWidth = width.Stride,
                DilationHeight = height.Dilation,
                DilationWidth = width.Dilation,
                PadTop = height.PadBefore,
                PadLeft = width.PadBefore,
                PadBottom = height.PadAfter,
                PadRight = width.PadAfter,
                OutputHeight = height.Outputs,
                OutputWidth = width.Outputs,
                Groups = Groups,
            };
        }
    }

    /// <summary>Works out sizes and padding from shapes.</summary>
    /// <param name="input">(batch, 1 to 3 sizes, channels).</param>
    /// <param name="kernel">(window, channels / groups, filters).</param>
    /// <param name="strides">Pixels from window to window along each axis.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <param name="dilation">Pixels from kernel cell to kernel cell along each axis.</param>
    /// <param name="groups">The number of groups.</param>
    /// <exception cref="ShapeException">They do not fit, or exceed <see cref="WindowLimits"/>.</exception>
    public static ConvolutionGeometry Resolve(Shape input, Shape kernel, ReadOnlySpan<int> strides, Padding padding, ReadOnlySpan<int> dilation, int groups = 1)
    {
        int rank = WindowAxes.Rank("Convolution", strides, dilation.Length);
        string op = $"Conv{rank}D";
        WindowAxes.Check(op, "input", input, rank, "channels");
        ShapeRules.Rank(op, "kernel", kernel, rank + 2, $"({WindowAxes.Names(rank)}, channels / groups, filters)");
        int channels = input[^1], filters = kernel[^1];
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"{op}: {groups} groups do not divide {channels} input channels and {filters} filters evenly.");
        if (kernel[^2] != channels / groups)
            throw new ShapeException($"{op}: the input {input} has {channels} channels{(groups > 1 ? $" in {groups} groups" : "")}, so the kernel's {(rank == 2 ? "third" : "last but one")} dimension must be {channels / groups}, but the kernel is {kernel}.");
        WindowAxis[] axes = WindowAxes.Resolve(op, input, kernel.Dimensions[..rank], strides, dilation, padding);
        var geometry = new ConvolutionGeometry(axes, channels, filters, groups);
        WindowLimits.Elements(op, "input", input);
        WindowLimits.Elements(op, "kernel", kernel);
        WindowLimits.Elements(op, "output", geometry.OutputShape);
        return geometry;
    }

    /// <summary>Such as <c>strides 1x1, padding valid, groups 4</c>; what is usual is left out.</summary>
    public string Describe()
    {
        string text = WindowAxes.Describe(_axes);
        if (_axes.Any(axis => axis.Dilation != 1)) text += $", dilation {WindowAxes.Times(_axes, axis => axis.Dilation)}";
        return Groups == 1 ? text : $"{text}, groups {Groups}";
    }

    public bool Equals(ConvolutionGeometry? other) =>
        other is not null && _axes.AsSpan().SequenceEqual(other._axes) && (Channels, Filters, Groups) == (other.Channels, other.Filters, other.Groups);

    public override bool Equals(object? obj) => Equals(obj as ConvolutionGeometry);

    public override int GetHashCode() => HashCode.Combine(_axes[0], _axes[^1], Channels, Filters, Groups);
}
