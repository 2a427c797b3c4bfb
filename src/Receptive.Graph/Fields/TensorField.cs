namespace Receptive.Graph;

/// <summary>The receptive field of a tensor of a graph: which part of the image its units see, down and across.</summary>
/// <param name="Height">Down the image.</param>
/// <param name="Width">Across the image.</param>
public readonly record struct TensorField(TensorFieldAxis Height, TensorFieldAxis Width)
{
    /// <summary>Each axis that has a dimension, put through a function; the others stay.</summary>
    public TensorField Map(Func<TensorFieldAxis, TensorFieldAxis> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new(Height.Dimension < 0 ? Height : step(Height), Width.Dimension < 0 ? Width : step(Width));
    }

    /// <summary>The field of something whose every unit depends on all units of a tensor.</summary>
    public TensorField Mixed(Shape from) => Map(axis => axis.OverAll(from));

    /// <summary>The field after broadcasting: shapes are aligned at their ends; a size of 1 that is repeated gives every unit the same field.</summary>
    public TensorField Broadcast(Shape from, Shape to) => Map(axis =>
    {
        int aligned = axis.Dimension + to.Rank - from.Rank;
        return from[axis.Dimension] == 1 && to[aligned] != 1 ? axis.OverAll(from, aligned) : axis.At(aligned);
    });

    /// <summary>The field after a convolution or pooling whose windows lie along dimensions 1, 2, ... of a tensor.</summary>
    /// <param name="from">The tensor's shape.</param>
    /// <param name="mixesChannels">Whether a unit depends on all that lies along the other dimensions, as with a convolution.</param>
    /// <param name="windows">One an axis.</param>
    public TensorField Windowed(Shape from, bool mixesChannels, params ReadOnlySpan<FieldWindow> windows)
    {
        FieldWindow[] copy = windows.ToArray();
        return Map(axis =>
        {
            if (axis.Dimension <= copy.Length) return axis.Through(copy[axis.Dimension - 1]);
            return mixesChannels ? axis.OverAll(from) : axis;
        });
    }

    internal TensorField Windowed(Shape from, bool mixesChannels, ReadOnlySpan<WindowAxis> axes)
    {
        var windows = new FieldWindow[axes.Length];
        for (int i = 0; i < windows.Length; i++) windows[i] = new(axes[i].Window, axes[i].Stride, axes[i].Dilation, axes[i].PadBefore);
        return Windowed(from, mixesChannels, windows.AsSpan());
    }

    /// <summary>The field of something computed from the same unit of two tensors of one shape.</summary>
    public TensorField Union(TensorField other, Shape shape) => new(Height.Union(other.Height, shape), Width.Union(other.Width, shape));
}
