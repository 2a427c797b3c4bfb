namespace Receptive.Graph;

/// <summary>
/// The elements begin, begin + stride, ... of each axis besides the batch. The gradient is put back in place among zeros, by a
/// <see cref="PadOp"/>.
/// </summary>
public sealed class SliceOp : Op
{
    private readonly int[] _begin, _size, _strides;

    internal SliceOp(int[] begin, int[] size, int[] strides)
    {
        _begin = begin;
        _size = size;
        _strides = strides;
    }

    public override string Name => "Slice";

    /// <summary>Where the part begins, one entry for each axis besides the batch.</summary>
    public ReadOnlySpan<int> Begin => _begin;

    /// <summary>The step from one element taken to the next.</summary>
    public ReadOnlySpan<int> Strides => _strides;

    public override string Describe() =>
        $"Slice(begin [{string.Join(", ", _begin)}], size [{string.Join(", ", _size)}]{(_strides.All(stride => stride == 1) ? "" : $", strides [{string.Join(", ", _strides)}]")})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        int first = ShapeRules.AxesBesidesBatch(Name, from, ("begin", _begin.Length), ("size", _size.Length), ("strides", _strides.Length));
        for (int i = 0; i < _begin.Length; i++)
        {
            int size = from[first + i];
            if (_begin[i] < 0 || _size[i] < 1 || _strides[i] < 1)
                throw new ShapeException($"Slice: along dimension {first + i} of {from} it must begin at 0 or later, with size and stride of at least 1, but these are {_begin[i]}, {_size[i]} and {_strides[i]}.");
            long last = _begin[i] + ((_size[i] - 1L) * _strides[i]);
            if (last >= size)
                throw new ShapeException($"Slice: {_size[i]} elements from {_begin[i]} on{(_strides[i] == 1 ? "" : $" in steps of {_strides[i]}")} reach to element {last} of dimension {first + i} of {from}, whose last is {size - 1}. Take fewer, or -1 for all that are left.");
        }

        return new Shape([.. from.Dimensions[..first], .. _size]);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        Shape from = output.Inputs[0].Shape.WithoutBatch();
        int[] after = [.. _begin.Select((begin, i) => from[i] - 1 - begin - ((_size[i] - 1) * _strides[i]))];
        int[] between = [.. _strides.Select(stride => stride - 1)];
        return [Ops.Pad(outputGradient, new PadOp(_begin, after, between, 0f))];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new GatherBoxCall(output.HasBatch, new Box(inputs[0], output, _begin, _strides));
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) => field.Map(axis =>
    {
        int i = axis.Dimension - (output.HasBatch ? 1 : 0);
        return _begin[i] == 0 && _strides[i] == 1 ? axis : axis.Through(new FieldWindow(1, _strides[i], PaddingBefore: -_begin[i]));
    });
}

public static partial class Ops
{
    /// <summary>A part of x: along each axis besides the batch the elements begin, begin + stride, and so on.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="begin">Where to begin, one entry for each axis besides the batch; negative ones count from the end.</param>
    /// <param name="size">How many elements to take; -1 for all that are left.</param>
    /// <param name="strides">The step from one element taken to the next; 1 by default.</param>
    /// <exception cref="ShapeException">The part does not lie within x.</exception>
    public static SymbolicTensor Slice(SymbolicTensor x, ReadOnlySpan<int> begin, ReadOnlySpan<int> size, ReadOnlySpan<int> strides = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] steps = strides.Length > 0 ? strides.ToArray() : [.. Enumerable.Repeat(1, begin.Length)];
        int first = ShapeRules.AxesBesidesBatch("Slice", x.Shape, ("begin", begin.Length), ("size", size.Length), ("strides", steps.Length));
        int[] from = begin.ToArray(), sizes = size.ToArray();
        for (int i = 0; i < from.Length; i++)
        {
            int all = x.Shape[first + i];
            if (from[i] < 0 && from[i] >= -all) from[i] += all;
            if (sizes[i] == -1 && from[i] >= 0 && from[i] < all && steps[i] > 0) sizes[i] = ((all - 1 - from[i]) / steps[i]) + 1;
        }

        SymbolicTensor part = SymbolicTensor.Apply(new SliceOp(from, sizes, steps), x);
        return part.Shape == x.Shape ? x : part;
    }
}
