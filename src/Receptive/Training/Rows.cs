using System.Numerics;
using System.Numerics.Tensors;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>
/// The examples of an array, or of a stretch of one, as rows of numbers: what training makes its batches of. Making one
/// copies nothing.
/// </summary>
internal abstract class Rows
{
    private protected Rows(string name, Shape shape, int first, int count)
    {
        Name = name;
        Shape = shape;
        First = first;
        Count = count;
        RowLength = (int)(shape.ElementsPerRow / shape[0]);
    }

    /// <summary>What the caller calls the array, for errors.</summary>
    public string Name { get; }

    /// <summary>Where in the array the stretch begins.</summary>
    public int First { get; }

    /// <summary>How many examples there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers one example has.</summary>
    public int RowLength { get; }

    /// <summary>The array's shape, its first dimension being the number of examples of the whole array.</summary>
    public Shape Shape { get; }

    /// <summary>The shape with the batch as dimension 0.</summary>
    public Shape BatchShape => new([Shape.Batch, .. Shape.Dimensions[1..]]);

    /// <summary>A stretch of the examples.</summary>
    public abstract Rows Slice(int first, int count);

    /// <summary>Copies chosen examples one after another.</summary>
    public abstract void Gather(ReadOnlySpan<int> rows, Span<float> destination);

    /// <summary>Copies examples that follow one another.</summary>
    public abstract void CopyRange(int first, int count, Span<float> destination);

    /// <summary>Checks that all numbers are finite.</summary>
    /// <exception cref="ArgumentException">One is not; the message says where and what to do.</exception>
    public abstract void RequireFinite();

    /// <summary>All numbers as floats, some examples at a time.</summary>
    public void ForEachStretch(Action<int, ReadOnlySpan<float>> visit)
    {
        int rows = Math.Max(1, 65536 / RowLength);
        float[] buffer = new float[Math.Min(rows, Count) * RowLength];
        for (int first = 0; first < Count; first += rows)
        {
            int count = Math.Min(rows, Count - first);
            CopyRange(first, count, buffer);
            visit(first, buffer.AsSpan(0, count * RowLength));
        }
    }

    internal static Shape ShapeOf<T>(Tensor<T> tensor)
    {
        Span<int> dimensions = stackalloc int[tensor.Rank];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = checked((int)tensor.Lengths[i]);
        return new Shape(dimensions);
    }
}

/// <summary>Rows of numbers of any type, which become floats, divided by a number, when they are copied into a batch.</summary>
internal sealed class Rows<T> : Rows
    where T : unmanaged, INumberBase<T>
{
    private readonly Tensor<T> _tensor;
    private readonly nint[] _origin;
    private readonly float _divisor;

    private Rows(string name, Tensor<T> tensor, float divisor, int first, int count)
        : base(name, ShapeOf(tensor), first, count) => (_tensor, _origin, _divisor) = (tensor, new nint[tensor.Rank], divisor);

    /// <summary>Takes an array of examples. It is not copied unless its memory has gaps.</summary>
    /// <param name="name">What the caller calls it.</param>
    /// <param name="tensor">The array, dimension 0 counting examples.</param>
    /// <param name="divisor">What each number is divided by.</param>
    /// <exception cref="ArgumentException">It is empty, a single number, or too large.</exception>
    public static Rows<T> From(string name, Tensor<T> tensor, float divisor = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Rank == 0) throw new ArgumentException($"{name} is a single number; it must be an array whose first dimension counts examples.", name);
        if (tensor.FlattenedLength == 0)
            throw new ArgumentException($"{name} has no examples: its shape is ({string.Join(", ", tensor.Lengths.ToArray())}).", name);
        if (tensor.FlattenedLength > int.MaxValue)
            throw new ArgumentException($"{name} has {tensor.FlattenedLength:N0} numbers; at most {int.MaxValue:N0} can be in one array.", name);
        Tensor<T> dense = tensor.IsDense ? tensor : tensor.ToDenseTensor();
        return new Rows<T>(name, dense, divisor, 0, (int)dense.Lengths[0]);
    }

    private ReadOnlySpan<T> Span => _tensor.GetSpan(_origin, (int)_tensor.FlattenedLength).Slice(First * RowLength, Count * RowLength);

    public override Rows<T> Slice(int first, int count) => new(Name, _tensor, _divisor, First + first, count);

    public override void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        ReadOnlySpan<T> all = Span;
        int length = RowLength;
        for (int i = 0; i < rows.Length; i++) Convert(all.Slice(rows[i] * length, length), destination.Slice(i * length, length));
    }

    public override void CopyRange(int first, int count, Span<float> destination) =>
        Convert(Span.Slice(first * RowLength, count * RowLength), destination[..(count * RowLength)]);

    public override void RequireFinite()
    {
        if (typeof(T) == typeof(float) ? TensorPrimitives.IsFiniteAll(Span) : IsFiniteAsFloat()) return;
        ReadOnlySpan<T> all = Span;
        int index = 0;
        while (float.IsFinite(float.CreateTruncating(all[index]))) index++;
        string what = T.IsNaN(all[index]) ? "NaN (not a number)" : "infinite";
        throw new ArgumentException(
            $"{Name}: example {First + index / RowLength} holds a value that is {what}, at position {index % RowLength} of its {RowLength} numbers. "
            + "Training with it would make every weight NaN; clean or drop such examples first.", Name);
    }

    private bool IsFiniteAsFloat()
    {
        if (typeof(T) == typeof(byte) || typeof(T) == typeof(int)) return true;
        foreach (T value in Span)
        {
            if (!float.IsFinite(float.CreateTruncating(value))) return false;
        }

        return true;
    }

    // The quotient is rounded once, so it is the same number as the one in an array that was divided beforehand.
    private void Convert(ReadOnlySpan<T> numbers, Span<float> floats)
    {
        if (typeof(T) == typeof(float)) System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(numbers).CopyTo(floats);
        else if (numbers.Length == 1) floats[0] = float.CreateTruncating(numbers[0]);
        else TensorPrimitives.ConvertTruncating(numbers, floats);
        if (_divisor != 1) TensorPrimitives.Divide(floats, _divisor, floats);
    }
}
