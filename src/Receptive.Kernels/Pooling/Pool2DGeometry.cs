namespace Receptive.Kernels.Pooling;

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

    /// <summary>
    /// The pixel of an image, row * width + column, that a cell of window (<paramref name="i"/>, <paramref name="j"/>) lies on, or
    /// -1 outside the image: cells come from a tensor that anyone may have made.
    /// </summary>
    public long PixelOf(int i, int j, float cell)
    {
        (int row, int column) = Math.DivRem((int)cell, PoolWidth);
        int y = i * StrideHeight - PadTop + row, x = j * StrideWidth - PadLeft + column;
        return (uint)row < (uint)PoolHeight && (uint)y < (uint)Height && (uint)x < (uint)Width ? (long)y * Width + x : -1;
    }

    /// <summary>Such as <c>pool 2x2, strides 2x2, padding valid</c>.</summary>
    public string Describe() =>
        $"pool {PoolHeight}x{PoolWidth}, strides {StrideHeight}x{StrideWidth}, padding {(IsUnpadded ? "valid" : $"top {PadTop} left {PadLeft} bottom {PadBottom} right {PadRight}")}";
}
