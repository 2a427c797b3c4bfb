namespace Receptive.Graph;

/// <summary>All sizes of a pooling over windows of images [batch, height, width, channels]; padding is resolved to numbers of pixels.</summary>
public readonly record struct Pool2DGeometry
{
    /// <summary>The input's rows of pixels.</summary>
    public int Height { get; init; }

    /// <summary>The input's pixels in a row.</summary>
    public int Width { get; init; }

    public int Channels { get; init; }

    public int PoolHeight { get; init; }

    public int PoolWidth { get; init; }

    public int StrideHeight { get; init; }

    public int StrideWidth { get; init; }

    /// <summary>Rows above the image that windows may reach into; they hold nothing and never win.</summary>
    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int PadBottom { get; init; }

    public int PadRight { get; init; }

    public int OutputHeight { get; init; }

    public int OutputWidth { get; init; }

    /// <summary>Whether no window reaches beyond the image.</summary>
    public bool IsUnpadded => PadTop == 0 && PadLeft == 0 && PadBottom == 0 && PadRight == 0;

    /// <summary>Whether no two windows share a pixel.</summary>
    public bool IsDisjoint => StrideHeight >= PoolHeight && StrideWidth >= PoolWidth;

    /// <summary>Works out sizes and padding from shapes.</summary>
    /// <param name="input">(batch, height, width, channels).</param>
    /// <param name="pool">The window, down and right.</param>
    /// <param name="strides">Pixels from window to window, down and right.</param>
    /// <param name="padding">The rule at the borders.</param>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public static Pool2DGeometry Resolve(Shape input, (int Height, int Width) pool, (int Height, int Width) strides, Padding padding)
    {
        const string op = "MaxPool2D";
        ShapeRules.Rank(op, "input", input, 4, "(batch, height, width, channels)");
        WindowGeometry rows = WindowGeometry.Resolve(op, "height", input[1], pool.Height, strides.Height, 1, padding);
        WindowGeometry columns = WindowGeometry.Resolve(op, "width", input[2], pool.Width, strides.Width, 1, padding);
        return new Pool2DGeometry
        {
            Height = input[1],
            Width = input[2],
            Channels = input[3],
            PoolHeight = pool.Height,
            PoolWidth = pool.Width,
            StrideHeight = strides.Height,
            StrideWidth = strides.Width,
            PadTop = rows.Before,
            PadLeft = columns.Before,
            PadBottom = rows.After,
            PadRight = columns.After,
            OutputHeight = rows.Outputs,
            OutputWidth = columns.Outputs,
        };
    }

    /// <summary>Such as <c>pool 2x2, strides 2x2, padding valid</c>.</summary>
    public string Describe() =>
        $"pool {PoolHeight}x{PoolWidth}, strides {StrideHeight}x{StrideWidth}, padding {(IsUnpadded ? "valid" : $"top {PadTop} left {PadLeft} bottom {PadBottom} right {PadRight}")}";

    /// <summary>The input's shape for the given first dimension.</summary>
    internal Shape InputShape(int batch) => new(batch, Height, Width, Channels);

    /// <summary>The output's shape for the given first dimension.</summary>
    internal Shape OutputShape(int batch) => new(batch, OutputHeight, OutputWidth, Channels);
}
