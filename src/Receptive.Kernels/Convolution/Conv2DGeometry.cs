namespace Receptive.Kernels.Convolution;

/// <summary>
/// The numbers of one 2-D convolution over NHWC images with HWIO kernels. Padding is resolved
/// to numbers of pixels.
/// </summary>
public readonly record struct Conv2DGeometry
{
    public Conv2DGeometry()
    {
    }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Input channels, over all groups.</summary>
    public required int Channels { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    /// <summary>Output channels, over all groups.</summary>
    public required int Filters { get; init; }

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int PadBottom { get; init; }

    public int PadRight { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public int Groups { get; init; } = 1;

    /// <summary>Whether no zeros surround the image.</summary>
    public bool IsUnpadded => PadTop == 0 && PadLeft == 0 && PadBottom == 0 && PadRight == 0;

    /// <summary>Input channels of one group: the third dimension of the kernel.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupFilters => Filters / Groups;

    public long InputElements => (long)Height * Width * Channels;

    public long OutputElements => (long)OutputHeight * OutputWidth * Filters;

    public long KernelElements => (long)KernelHeight * KernelWidth * GroupChannels * Filters;

    /// <summary>Multiplications and additions of one image by the definition; faster algorithms do fewer.</summary>
    public long FloatingOperations => 2L * OutputHeight * OutputWidth * Filters * KernelHeight * KernelWidth * GroupChannels;

    /// <summary>
    /// Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray 2016, arXiv:1509.09308) does a quarter of the multiplications
    /// but transforms tiles; with few channels or few tiles the transforms cost more than they save. The choice
    /// depends on the geometry alone, never on the machine, so that every machine computes the same bits.
    /// </summary>
    public bool IsWinograd =>
        KernelHeight == 3 && KernelWidth == 3 && StrideHeight == 1 && StrideWidth == 1 && DilationHeight == 1 && DilationWidth == 1
        && Groups == 1 && Channels >= WinogradLeastChannels && Filters >= WinogradLeastChannels
        && OutputHeight >= WinogradLeastSide && OutputWidth >= WinogradLeastSide;

    /// <summary>
    /// Groups of one channel (with their depth multiplier) or of one filter (their gradient): there is nothing to sum over but the
    /// taps, or to lay lanes over but the groups. With many filters a group, lanes are better filled the usual way.
    /// </summary>
    public bool IsDepthwise => Groups > 1 && (GroupFilters == 1 || (GroupChannels == 1 && GroupFilters < DepthwiseMostFilters));

    /// <summary>From as many filters a group on, a group fills the widest register by itself.</summary>
    private const int DepthwiseMostFilters = 16;

    /// <summary>Below this the 36 products of a tile are too short to pay for its transforms.</summary>
    private const int WinogradLeastChannels = 16;

    /// <summary>Below two tiles a side, more than half of the last tiles is cut away.</summary>
    private const int WinogradLeastSide = 8;

    /// <summary>
    /// The kernel taps that some window lays on the image. With large dilation or a kernel much larger than the image, others see
    /// nothing but padding: they add nothing to any sum, and leaving them out keeps staged images as small as what is seen.
    /// </summary>
    internal LiveTaps LiveTaps
    {
        get
        {
            (int row, int rows) = Live(Height, KernelHeight, StrideHeight, DilationHeight, PadTop, OutputHeight);
            (int column, int columns) = Live(Width, KernelWidth, StrideWidth, DilationWidth, PadLeft, OutputWidth);
            if (rows == 0 || columns == 0) return default;
            return new LiveTaps
            {
                FirstRow = row,
                Rows = rows,
                FirstColumn = column,
                Columns = columns,
                PadTop = PadTop - row * DilationHeight,
                PadLeft = PadLeft - column * DilationWidth,
                StagedHeight = checked((OutputHeight - 1) * StrideHeight + (rows - 1) * DilationHeight + 1),
                StagedWidth = checked((OutputWidth - 1) * StrideWidth + (columns - 1) * DilationWidth + 1),
            };
        }
    }

    private static (int First, int Count) Live(int size, int taps, int stride, int dilation, int padding, int outputs)
    {
        // The last window must reach the first pixel, the first window the last pixel.
        long beyond = padding - ((long)outputs - 1) * stride;
        long first = beyond <= 0 ? 0 : (beyond + dilation - 1) / dilation;
        long last = Math.Min(taps - 1, ((long)size - 1 + padding) / dilation);
        return last < first ? (0, 0) : ((int)first, (int)(last - first + 1));
    }

    /// <summary>Such as <c>strides 1x1, padding valid, groups 4</c>; what is usual is left out.</summary>
    public string Describe()
    {
        string text = $"strides {StrideHeight}x{StrideWidth}, padding {(IsUnpadded ? "valid" : $"top {PadTop} left {PadLeft} bottom {PadBottom} right {PadRight}")}";
        if (DilationHeight != 1 || DilationWidth != 1)
            text += $", dilation {DilationHeight}x{DilationWidth}";
        if (Groups != 1)
            text += $", groups {Groups}";
        return text;
    }

    /// <summary>
    /// The convolution that carries a gradient with respect to the output back to the input: over the output's gradient with zeros
    /// inserted between its pixels where the stride was above 1, with the kernel rotated by 180 degrees, input and output channels swapped.
    /// </summary>
    public Conv2DGeometry ForInputGradient() => new()
    {
        Height = (OutputHeight - 1) * StrideHeight + 1,
        Width = (OutputWidth - 1) * StrideWidth + 1,
        Channels = Filters,
        KernelHeight = KernelHeight,
        KernelWidth = KernelWidth,
        Filters = Channels,
        DilationHeight = DilationHeight,
        DilationWidth = DilationWidth,
        PadTop = (KernelHeight - 1) * DilationHeight - PadTop,
        PadLeft = (KernelWidth - 1) * DilationWidth - PadLeft,
        PadBottom = Math.Max(0, (KernelHeight - 1) * DilationHeight - PadBottom),
        PadRight = Math.Max(0, (KernelWidth - 1) * DilationWidth - PadRight),
        OutputHeight = Height,
        OutputWidth = Width,
        Groups = Groups,
    };
}
