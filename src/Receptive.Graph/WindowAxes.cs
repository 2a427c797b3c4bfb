namespace Receptive.Graph;

/// <summary>What convolutions and poolings of one, two and three axes share: how axes are resolved, named and compared.</summary>
internal static class WindowAxes
{
    private static readonly string[][] s_names = [[], ["length"], ["height", "width"], ["depth", "height", "width"]];

    /// <summary>The axes' names in errors, such as height and width.</summary>
    public static string Names(int rank) => string.Join(", ", s_names[rank]);

    /// <summary>Checks that an input is a batch with the given number of axes of pixels.</summary>
    public static void Check(string op, string what, Shape shape, int rank, string channels)
    {
        ShapeRules.Rank(op, what, shape, rank + 2, $"(batch, {Names(rank)}, {channels})");
        if (!shape.HasBatch)
            throw new ShapeException($"{op}: the first dimension of the {what} must be the batch (None), but its shape is {shape}.");
    }

    /// <summary>Checks that windows move along one, two or three axes, and gives how many.</summary>
    public static int Rank(string op, ReadOnlySpan<int> strides, params ReadOnlySpan<int> others)
    {
        if (strides.Length is < 1 or > 3)
            throw new ShapeException($"{op}: windows move along 1, 2 or 3 axes, but there are {strides.Length} strides.");
        foreach (int other in others)
        {
            if (other != strides.Length)
                throw new ShapeException($"{op}: strides, window and dilation must have one number an axis each, but there are {strides.Length} strides and {other} of another.");
        }

        return strides.Length;
    }

    /// <summary>Resolves the padding of every axis, as Keras and TensorFlow do.</summary>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="input">(batch, one size an axis, channels).</param>
    /// <param name="window">The window's cells along each axis.</param>
    /// <param name="strides">The step from window to window.</param>
    /// <param name="dilation">The step from cell to cell; none at all means 1 for each.</param>
    /// <param name="padding">The rule at the borders.</param>
    public static WindowAxis[] Resolve(string op, Shape input, ReadOnlySpan<int> window, ReadOnlySpan<int> strides, ReadOnlySpan<int> dilation, Padding padding)
    {
        var axes = new WindowAxis[window.Length];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = Resolve(op, s_names[axes.Length][i], input[i + 1], window[i], strides[i], dilation.IsEmpty ? 1 : dilation[i], padding);
        return axes;
    }

    /// <summary>Such as <c>strides 1x1, padding valid</c>.</summary>
    public static string Describe(ReadOnlySpan<WindowAxis> axes)
    {
        string padding = "valid";
        foreach (WindowAxis axis in axes)
        {
            if (!axis.IsUnpadded) padding = axes.Length == 2
                ? $"top {axes[0].PadBefore} left {axes[1].PadBefore} bottom {axes[0].PadAfter} right {axes[1].PadAfter}"
                : string.Join(' ', axes.ToArray().Select(one => $"{one.PadBefore}+{one.PadAfter}"));
        }

        return $"strides {Times(axes, axis => axis.Stride)}, padding {padding}";
    }

    /// <summary>Such as <c>3x3</c>.</summary>
    public static string Times(ReadOnlySpan<WindowAxis> axes, Func<WindowAxis, int> number) => string.Join('x', axes.ToArray().Select(number));

    /// <summary>The axes of a tensor of three; leading ones that are not there are <see cref="WindowAxis.None"/>.</summary>
    public static (WindowAxis Depth, WindowAxis Height, WindowAxis Width) Three(ReadOnlySpan<WindowAxis> axes) =>
        (axes.Length > 2 ? axes[^3] : WindowAxis.None, axes.Length > 1 ? axes[^2] : WindowAxis.None, axes[^1]);

    /// <summary>A batch with one size an axis and channels.</summary>
    public static Shape Shape(ReadOnlySpan<WindowAxis> axes, Func<WindowAxis, int> size, int channels) =>
        new([Graph.Shape.Batch, .. axes.ToArray().Select(size), channels]);

    private static WindowAxis Resolve(string op, string axis, int size, int window, int stride, int dilation, Padding padding)
    {
        if (window < 1 || stride < 1 || dilation < 1)
            throw new ShapeException($"{op}: window size, stride and dilation must be at least 1, but along the {axis} they are {window}, {stride} and {dilation}.");
        long extent = ((long)window - 1) * dilation + 1;
        WindowLimits.Axis(op, axis, size, extent, stride);
        if (padding == Padding.Same)
        {
            int outputs = (size - 1) / stride + 1;
            int total = (int)Math.Max(((long)outputs - 1) * stride + extent - size, 0);
            return new WindowAxis(size, window, stride, dilation, total / 2, total - total / 2, outputs);
        }

        if (extent > size)
        {
            string spread = dilation > 1 ? $" (a window of {window} with dilation {dilation} spans {extent})" : "";
            throw new ShapeException($"{op}: the input's {axis} of {size} is smaller than the window of {extent}{spread}. Use padding 'same', a smaller window, or fewer downsampling layers before it.");
        }

        return new WindowAxis(size, window, stride, dilation, 0, 0, (int)((size - extent) / stride) + 1);
    }
}
