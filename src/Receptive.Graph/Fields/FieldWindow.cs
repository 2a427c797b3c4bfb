namespace Receptive.Graph;

/// <summary>How the windows of a convolution or pooling lie along one axis of an image.</summary>
/// <param name="Kernel">Cells of the window; at least 1.</param>
/// <param name="Stride">Pixels from window to window; at least 1.</param>
/// <param name="Dilation">Pixels from cell to cell; at least 1.</param>
/// <param name="PaddingBefore">Pixels that the first window begins before the image.</param>
public readonly record struct FieldWindow(int Kernel, int Stride = 1, int Dilation = 1, int PaddingBefore = 0)
{
    /// <summary>The pixels from a window's first cell to its last, both included.</summary>
    public int Extent => (Kernel - 1) * Dilation + 1;

    /// <summary>Windows with Keras' padding "same": as many as the input has pixels divided by the stride, rounded up.</summary>
    /// <param name="inputSize">The pixels of the input along the axis.</param>
    /// <param name="kernel">Cells of the window.</param>
    /// <param name="stride">Pixels from window to window.</param>
    /// <param name="dilation">Pixels from cell to cell.</param>
    public static FieldWindow Same(int inputSize, int kernel, int stride = 1, int dilation = 1)
    {
        int outputs = (inputSize + stride - 1) / stride;
        int total = Math.Max((outputs - 1) * stride + (kernel - 1) * dilation + 1 - inputSize, 0);
        return new FieldWindow(kernel, stride, dilation, total / 2);
    }
}
