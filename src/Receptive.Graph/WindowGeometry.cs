namespace Receptive.Graph;

/// <summary>How windows of one size slide along one axis.</summary>
internal readonly record struct WindowGeometry(int Before, int After, int Outputs)
{
    /// <summary>Resolves the padding of an axis, as Keras and TensorFlow do.</summary>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="axis">"height" or "width", for errors.</param>
    /// <param name="size">The input's pixels.</param>
    /// <param name="window">The window's cells.</param>
    /// <param name="stride">The step from window to window.</param>
    /// <param name="dilation">The step from cell to cell.</param>
    /// <param name="padding">The rule at the borders.</param>
    public static WindowGeometry Resolve(string op, string axis, int size, int window, int stride, int dilation, Padding padding)
    {
        if (window < 1 || stride < 1 || dilation < 1)
            throw new ShapeException($"{op}: window size, stride and dilation must be at least 1, but along the {axis} they are {window}, {stride} and {dilation}.");
        long extent = ((long)window - 1) * dilation + 1;
        WindowLimits.Axis(op, axis, size, extent, stride);
        if (padding == Padding.Same)
        {
            int outputs = (int)(((long)size + stride - 1) / stride);
            long total = Math.Max(((long)outputs - 1) * stride + extent - size, 0);
            return new WindowGeometry((int)(total / 2), (int)(total - total / 2), outputs);
        }

        if (extent > size)
        {
            string spread = dilation > 1 ? $" (a window of {window} with dilation {dilation} spans {extent})" : "";
            throw new ShapeException($"{op}: the input's {axis} of {size} is smaller than the window of {extent}{spread}. Use padding 'same', a smaller window, or fewer downsampling layers before it.");
        }

        return new WindowGeometry(0, 0, (int)((size - extent) / stride) + 1);
    }
}
