namespace Receptive.Kernels;

/// <summary>How windows slide along one axis, with the padding resolved to numbers of pixels.</summary>
/// <param name="Size">The input's pixels.</param>
/// <param name="Window">Cells of a window.</param>
/// <param name="Stride">Pixels from window to window.</param>
/// <param name="Dilation">Pixels from cell to cell.</param>
/// <param name="PadBefore">Pixels that the first window reaches beyond the start.</param>
/// <param name="PadAfter">Pixels of padding behind the end.</param>
/// <param name="Outputs">How many windows there are.</param>
public readonly record struct WindowAxis(int Size, int Window, int Stride, int Dilation, int PadBefore, int PadAfter, int Outputs)
{
    /// <summary>One pixel seen by one window: what an axis that is not there amounts to.</summary>
    public static WindowAxis None => new(1, 1, 1, 1, 0, 0, 1);

    /// <summary>Whether no window reaches beyond the input.</summary>
    public bool IsUnpadded => PadBefore == 0 && PadAfter == 0;

    /// <summary>The cells of a window without dilation that lie inside the input, from the first to behind the last.</summary>
    internal (int First, int End) CellsInside(int window)
    {
        int start = window * Stride - PadBefore;
        return (Math.Max(0, -start), Math.Min(Window, Size - start));
    }
}
