namespace Receptive.Graph;

/// <summary>A box of the input; the gradient is put back into zeros of the input's shape.</summary>
public sealed class SliceOp : Op
{
    private readonly int[] _begin;
    private readonly int[] _strides;

    internal SliceOp(ReadOnlySpan<int> begin, Shape size, ReadOnlySpan<int> strides)
    {
        _begin = begin.ToArray();
        Size = size;
        _strides = strides.ToArray();
    }

    public override string Name => "Slice";

    /// <summary>The first element taken along each axis.</summary>
    public ReadOnlySpan<int> Begin => _begin;

    /// <summary>How many elements are taken along each axis: the shape of the output.</summary>
    public Shape Size { get; }

    /// <summary>From one element taken to the next, along each axis.</summary>
    public ReadOnlySpan<int> Strides => _strides;

    public override string Describe() =>
        $"Slice(from ({string.Join(", ", _begin)}), {Size}{(_strides.All(stride => stride == 1) ? "" : $", strides ({string.Join(", ", _strides)})")})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        ShapeRules.OnePerAxis(Name, "begins", _begin.Length, from);
        ShapeRules.OnePerAxis(Name, "sizes", Size.Rank, from);
        ShapeRules.OnePerAxis(Name, "strides", _strides.Length, from);
        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == Shape.Batch)
            {
                if (_begin[axis] != 0 || Size[axis] != Shape.Batch || _strides[axis] != 1)
                    throw new ShapeException($"Slice: the batch (None) of {from} stays whole: along axis 0 begin at 0, take -1 and step by 1.");
                continue;
            }

            if (_strides[axis] < 1) throw new ShapeException($"Slice: strides must be at least 1, but that of axis {axis} is {_strides[axis]}.");
            long last = _begin[axis] + (Size[axis] - 1L) * _strides[axis];
            if (_begin[axis] < 0 || Size[axis] < 1 || last >= from[axis])
                throw new ShapeException($"Slice: axis {axis} of {from} has the elements 0 to {from[axis] - 1}, but {Size[axis]} of them are asked for from {_begin[axis]} on{(_strides[axis] == 1 ? "" : $" in steps of {_strides[axis]}")}.");
        }

        return Size;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [SymbolicTensor.Apply(new PadOp(_begin, output.Inputs[0].Shape, _strides, 0f), outputGradient)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new SliceCall(inputs[0], output, _begin, _strides);
    }
}

public static partial class Ops
{
    /// <summary>A box of a tensor.</summary>
    /// <param name="x">What to take from.</param>
    /// <param name="begin">One number an axis: the first element to take. The batch is taken whole, from 0.</param>
    /// <param name="size">One number an axis: how many elements to take; -1 means all that are left.</param>
    /// <param name="strides">One number an axis: from one element taken to the next, at least 1. None at all means 1 for each.</param>
    /// <exception cref="ShapeException">The box does not lie within the tensor, cuts the batch, or has not one number an axis.</exception>
    public static SymbolicTensor Slice(SymbolicTensor x, ReadOnlySpan<int> begin, ReadOnlySpan<int> size, ReadOnlySpan<int> strides = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape from = x.Shape;
        ShapeRules.OnePerAxis("Slice", "begins", begin.Length, from);
        ShapeRules.OnePerAxis("Slice", "sizes", size.Length, from);
        int[] steps = strides.Length == 0 ? [.. Enumerable.Repeat(1, from.Rank)] : strides.ToArray();
        ShapeRules.OnePerAxis("Slice", "strides", steps.Length, from);
        int[] sizes = size.ToArray();
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (steps[axis] < 1) throw new ShapeException($"Slice: strides must be at least 1, but that of axis {axis} is {steps[axis]}.");
            if (from[axis] == Shape.Batch) continue;
            if (sizes[axis] == -1) sizes[axis] = (int)(((long)from[axis] - begin[axis] + steps[axis] - 1) / steps[axis]);
            if (sizes[axis] < 1)
                throw new ShapeException($"Slice: axis {axis} of {from} has the elements 0 to {from[axis] - 1}, so {size[axis]} of them from {begin[axis]} on {(size[axis] == -1 ? "(all that are left) " : "")}are none; take at least one.");
        }

        if (from.HasBatch && sizes[0] != Shape.Batch)
            throw new ShapeException($"Slice: the batch (None) of {from} stays whole: along axis 0 begin at 0, take -1 and step by 1.");
        var op = new SliceOp(begin, sizes, steps);
        return op.InferShape([from]) == from ? x : SymbolicTensor.Apply(op, x);
    }
}
