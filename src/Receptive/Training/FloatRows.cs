using System.Numerics.Tensors;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>
/// The examples of an array, or of a stretch of one, as rows of numbers: what training gathers its batches from. The
/// array is not copied unless its memory has gaps.
/// </summary>
internal sealed class FloatRows
{
    private readonly Tensor<float> _tensor;
    private readonly nint[] _origin;
    private readonly int _length;
    private readonly int _first;

    private FloatRows(string name, Tensor<float> tensor, int first, int count)
    {
        Name = name;
        _tensor = tensor;
        _origin = new nint[tensor.Rank];
        _length = checked((int)tensor.FlattenedLength);
        _first = first;
        Count = count;
        Shape = ShapeOf(tensor);
        RowLength = (int)(_length / tensor.Lengths[0]);
    }

    /// <summary>What the caller calls the array, for errors.</summary>
    public string Name { get; }

    /// <summary>How many examples there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers one example has.</summary>
    public int RowLength { get; }

    /// <summary>The array's shape, its first dimension being the number of examples of the whole array.</summary>
    public Shape Shape { get; }

    /// <summary>The shape with the batch as dimension 0.</summary>
    public Shape BatchShape => Shape.Rank == 1 ? [Shape.Batch] : new Shape([Shape.Batch, .. Shape.Dimensions[1..]]);

    /// <summary>All numbers, row by row.</summary>
    public ReadOnlySpan<float> Span => _tensor.GetSpan(_origin, _length).Slice(_first * RowLength, Count * RowLength);

    /// <summary>Takes an array of examples.</summary>
    /// <param name="name">What the caller calls it.</param>
    /// <param name="tensor">The array, dimension 0 counting examples.</param>
    /// <exception cref="ArgumentException">The array is missing, empty or a single number.</exception>
    public static FloatRows From(string name, Tensor<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Rank == 0) throw new ArgumentException($"{name} is a single number; it must be an array whose first dimension counts examples.", name);
        if (tensor.FlattenedLength == 0)
            throw new ArgumentException($"{name} has no examples: its shape is ({string.Join(", ", tensor.Lengths.ToArray())}).", name);
        if (tensor.FlattenedLength > int.MaxValue)
            throw new ArgumentException($"{name} has {tensor.FlattenedLength:N0} numbers; at most {int.MaxValue:N0} can be in one array.", name);
        Tensor<float> dense = tensor.IsDense ? tensor : tensor.ToDenseTensor();
        return new FloatRows(name, dense, 0, (int)dense.Lengths[0]);
    }

    public static Shape ShapeOf(Tensor<float> tensor)
    {
        Span<int> dimensions = stackalloc int[tensor.Rank];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = checked((int)tensor.Lengths[i]);
        return new Shape(dimensions);
    }

    /// <summary>A stretch of the examples.</summary>
    public FloatRows Slice(int first, int count) => new(Name, _tensor, _first + first, count);

    /// <summary>Copies chosen examples one after another.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        ReadOnlySpan<float> all = Span;
        int length = RowLength;
        if (length == 1)
        {
            for (int i = 0; i < rows.Length; i++) destination[i] = all[rows[i]];
            return;
        }

        for (int i = 0; i < rows.Length; i++) all.Slice(rows[i] * length, length).CopyTo(destination.Slice(i * length, length));
    }

    /// <summary>Copies examples that follow one another.</summary>
    public void CopyRange(int first, int count, Span<float> destination) => Span.Slice(first * RowLength, count * RowLength).CopyTo(destination);

    /// <summary>Checks that all numbers are finite.</summary>
    /// <exception cref="ArgumentException">One is not; the message says where and what to do.</exception>
    public void RequireFinite()
    {
        if (TensorPrimitives.IsFiniteAll(Span)) return;
        ReadOnlySpan<float> all = Span;
        int index = 0;
        while (float.IsFinite(all[index])) index++;
        string what = float.IsNaN(all[index]) ? "NaN (not a number)" : "infinite";
        throw new ArgumentException(
            $"{Name}: example {_first + (index / RowLength)} holds a value that is {what}, at position {index % RowLength} of its {RowLength} numbers. "
            + "Training with it would make every weight NaN; clean or drop such examples first.", Name);
    }
}
