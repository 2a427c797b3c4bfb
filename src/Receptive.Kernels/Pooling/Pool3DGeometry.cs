namespace Receptive.Kernels.Pooling;

/// <summary>
/// All sizes of a pooling over windows of [batch, depth, height, width, channels]. With fewer axes the leading ones are
/// <see cref="WindowAxis.None"/>. Windows have no dilation.
/// </summary>
public readonly record struct Pool3DGeometry(WindowAxis Depth, WindowAxis Height, WindowAxis Width, int Channels)
{
    /// <summary>Elements of one example of the input.</summary>
    public long InputElements => (long)Depth.Size * Height.Size * Width.Size * Channels;

    /// <summary>Elements of one example of the output.</summary>
    public long OutputElements => (long)Depth.Outputs * Height.Outputs * Width.Outputs * Channels;

    /// <summary>
    /// The pixel of an example, counted row by row, that a cell of a window lies on, or -1 outside the input: cells come from a tensor
    /// that anyone may have made.
    /// </summary>
    /// <param name="i">The window's place along the depth.</param>
    /// <param name="j">Along the height.</param>
    /// <param name="k">Along the width.</param>
    /// <param name="cell">The cell, counted row by row over the whole window.</param>
    public long PixelOf(int i, int j, int k, float cell)
    {
        int number = (int)cell;
        if (number < 0) return -1;
        (int rest, int column) = Math.DivRem(number, Width.Window);
        (int plane, int row) = Depth.Window == 1 ? (0, rest) : Math.DivRem(rest, Height.Window);
        int z = i * Depth.Stride - Depth.PadBefore + plane, y = j * Height.Stride - Height.PadBefore + row, x = k * Width.Stride - Width.PadBefore + column;
        bool inside = (uint)z < (uint)Depth.Size && (uint)y < (uint)Height.Size && (uint)x < (uint)Width.Size;
        return inside ? ((long)z * Height.Size + y) * Width.Size + x : -1;
    }

    /// <summary>Where the first cell of a window lies, in pixels; may be outside the input.</summary>
    internal long CornerOf(int i, int j, int k) =>
        (((long)i * Depth.Stride - Depth.PadBefore) * Height.Size + (long)j * Height.Stride - Height.PadBefore) * Width.Size + (long)k * Width.Stride - Width.PadBefore;
}
