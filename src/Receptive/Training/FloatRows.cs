using System.Numerics.Tensors;

namespace Receptive.Training;

/// <summary>Rows of floats. The array is not copied unless its memory has gaps.</summary>
internal sealed class FloatRows : Rows
{
    private readonly Tensor<float> _tensor;
    private readonly nint[] _origin;

    private FloatRows(string name, Tensor<float> tensor, int first, int count)
        : base(name, ShapeOf(tensor), first, count) => (_tensor, _origin) = (tensor, new nint[tensor.Rank]);

    /// <summary>All numbers, row by row.</summary>
    public ReadOnlySpan<float> Span => _tensor.GetSpan(_origin, (int)_tensor.FlattenedLength).Slice(First * RowLength, Count * RowLength);

    /// <summary>Takes an array of examples.</summary>
    /// <param name="name">What the caller calls it.</param>
    /// <param name="tensor">The array, dimension 0 counting examples.</param>
    /// <exception cref="ArgumentException">It cannot be taken as examples.</exception>
    public static FloatRows From(string name, Tensor<float> tensor)
    {
        Tensor<float> dense = Checked(name, tensor);
        return new FloatRows(name, dense, 0, (int)dense.Lengths[0]);
    }

    public override FloatRows Slice(int first, int count) => new(Name, _tensor, First + first, count);

    public override void Gather(ReadOnlySpan<int> rows, Span<float> destination)
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

    public override void CopyRange(int first, int count, Span<float> destination) => Span.Slice(first * RowLength, count * RowLength).CopyTo(destination);

    public override void RequireFinite()
    {
        ReadOnlySpan<float> all = Span;
        if (TensorPrimitives.IsFiniteAll(all)) return;
        int index = 0;
        while (float.IsFinite(all[index])) index++;
        string what = float.IsNaN(all[index]) ? "NaN (not a number)" : "infinite";
        throw new ArgumentException(
            $"{Name}: example {First + (index / RowLength)} holds a value that is {what}, at position {index % RowLength} of its {RowLength} numbers. "
            + "Training with it would make every weight NaN; clean or drop such examples first.", Name);
    }
}
