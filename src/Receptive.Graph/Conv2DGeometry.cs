namespace Receptive.Graph;

/// <summary>
/// All sizes of a two-dimensional convolution of images [batch, height, width, channels] by kernels
/// [height, width, channels / groups, filters]; padding is resolved to numbers of pixels.
/// </summary>
public readonly record struct Conv2DGeometry
{
    /// <summary>The input's rows of pixels.</summary>
    public int Height { get; init; }

    /// <summary>The input's pixels in a row.</summary>
    public int Width { get; init; }

    /// <summary>The input's channels.</summary>
    public int Channels { get; init; }

    public int KernelHeight { get; init; }

    public int KernelWidth { get; init; }

    /// <summary>The output's channels.</summary>
    public int Filters { get; init; }

    public int StrideHeight { get; init; }

    public int StrideWidth { get; init; }

    /// <summary>The step from kernel row to kernel row in pixels.</summary>
    public int DilationHeight { get; init; }

    /// <summary>The step from kernel column to kernel column in pixels.</summary>
    public int DilationWidth { get; init; }

    /// <summary>Rows of zeros above the image.</summary>
    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int PadBottom { get; init; }

    public int PadRight { get; init; }

    public int OutputHeight { get; init; }

    public int OutputWidth { get; init; }

    /// <summary>
    /// Channels and filters are cut into this many equal groups; each filter sees the channels of its group alone. As
    /// many groups as channels is a depthwise convolution.
    /// </summary>
    public int Groups { get; init; }

    /// <summary>Channels each filter sees.</summary>
    public int ChannelsPerGroup => Channels / Groups;

    public int FiltersPerGroup => Filters / Groups;

    /// <summary>Whether no zeros surround the image.</summary>
    public bool IsUnpadded => PadTop == 0 && PadLeft == 0 && PadBottom == 0 && PadRight == 0;

    /// <summary>Two for each product of a kernel cell with a pixel, padding included.</summary>
    public long FloatingOperationsPerImage =>
        2L * OutputHeight * OutputWidth * Filters * KernelHeight * KernelWidth * ChannelsPerGroup;

    /// <summary>Works out sizes and padding from shapes.</summary>
    /// <param name="input">(batch, height, width, channels).</param>
    /// <param name="kernel">(height, width, channels / groups, filters).</param>
    /// <param name="strides">Pixels from window to window, down and right.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <param name="dilation">Pixels from kernel cell to kernel cell, down and right.</param>
    /// <param name="groups">The number of groups.</param>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public static Conv2DGeometry Resolve(
        Shape input, Shape kernel, (int Height, int Width) strides, Padding padding, (int Height, int Width) dilation, int groups)
    {
        const string op = "Conv2D";
        ShapeRules.Rank(op, "input", input, 4, "(batch, height, width, channels)");
        ShapeRules.Rank(op, "kernel", kernel, 4, "(height, width, channels / groups, filters)");
        int channels = input[3], filters = kernel[3];
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ShapeException($"{op}: {groups} groups do not divide {channels} input channels and {filters} filters evenly.");
        if (kernel[2] != channels / groups)
            throw new ShapeException($"{op}: the input {input} has {channels} channels{(groups > 1 ? $" in {groups} groups" : "")}, so the kernel's third dimension must be {channels / groups}, but the kernel is {kernel}.");
        WindowGeometry rows = WindowGeometry.Resolve(op, "height", input[1], kernel[0], strides.Height, dilation.Height, padding);
        WindowGeometry columns = WindowGeometry.Resolve(op, "width", input[2], kernel[1], strides.Width, dilation.Width, padding);
        return new Conv2DGeometry
        {
            Height = input[1],
            Width = input[2],
            Channels = channels,
            KernelHeight = kernel[0],
            KernelWidth = kernel[1],
            Filters = filters,
            StrideHeight = strides.Height,
            StrideWidth = strides.Width,
            DilationHeight = dilation.Height,
            DilationWidth = dilation.Width,
            PadTop = rows.Before,
            PadLeft = columns.Before,
            PadBottom = rows.After,
            PadRight = columns.After,
            OutputHeight = rows.Outputs,
            OutputWidth = columns.Outputs,
            Groups = groups,
        };
    }

    /// <summary>Such as <c>strides 1x1, padding 1,1,1,1, dilation 2x2, groups 4</c>; what is usual is left out.</summary>
    public string Describe()
    {
        string text = $"strides {StrideHeight}x{StrideWidth}, padding {(IsUnpadded ? "valid" : $"top {PadTop} left {PadLeft} bottom {PadBottom} right {PadRight}")}";
        if (DilationHeight != 1 || DilationWidth != 1) text += $", dilation {DilationHeight}x{DilationWidth}";
        if (Groups != 1) text += $", groups {Groups}";
        return text;
    }

    /// <summary>The input's shape for the given first dimension.</summary>
    internal Shape InputShape(int batch) => new(batch, Height, Width, Channels);

    /// <summary>The kernel's shape.</summary>
    internal Shape KernelShape() => new(KernelHeight, KernelWidth, ChannelsPerGroup, Filters);

    /// <summary>The output's shape for the given first dimension.</summary>
    internal Shape OutputShape(int batch) => new(batch, OutputHeight, OutputWidth, Filters);
}
