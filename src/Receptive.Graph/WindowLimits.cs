namespace Receptive.Graph;

/// <summary>
/// How large the geometry of convolutions and poolings may be. Kernels compute addresses from these numbers, so they are checked
/// once, when a geometry is resolved, before any memory exists.
/// </summary>
public static class WindowLimits
{
    /// <summary>
    /// Most pixels along an axis, most that a window spans with its dilation, and the largest stride: 2^29. Positions, and the size of an
    /// image with everything that windows reach beyond it, are sums of up to three of these, and stay below 2^31.
    /// </summary>
    public const int MostAlongAxis = 1 << 29;

    /// <summary>Most elements of a kernel, or of one example of a tensor: 2^31 - 1, what an index of 32 bits can count.</summary>
    public const long MostElements = int.MaxValue;

    /// <summary>Most cells of a pooling window: 2^24. Which cell won is kept as a float32, exact up to here.</summary>
    public const long MostPoolCells = 1 << 24;

    internal static void Axis(string op, string axis, int size, long extent, int stride)
    {
        if (size > MostAlongAxis || extent > MostAlongAxis || stride > MostAlongAxis)
            throw new ShapeException($"{op}: along the {axis} the input has {size:N0} pixels, the window spans {extent:N0} (dilation included) and the stride is {stride:N0}; none of them may exceed {MostAlongAxis:N0}. Use a smaller window, dilation or stride.");
    }

    internal static void Elements(string op, string what, Shape shape)
    {
        if (shape.ElementsPerRow > MostElements)
            throw new ShapeException($"{op}: the {what} {shape} has {shape.ElementsPerRow:N0} elements{(shape.HasBatch ? " per example" : "")}; at most {MostElements:N0} are possible. Use fewer channels or a smaller image.");
    }

    internal static void PoolCells(string op, ReadOnlySpan<WindowAxis> axes)
    {
        // Two factors fit into 64 bits whatever they are; the product is refused before a third comes.
        long cells = 1;
        foreach (WindowAxis axis in axes)
        {
            cells *= axis.Window;
            if (cells > MostPoolCells)
                throw new ShapeException($"{op}: a window of {WindowAxes.Times(axes, one => one.Window)} has too many cells; at most {MostPoolCells:N0} are possible. To pool a whole image, reduce over its axes.");
        }
    }
}
