using System.Numerics.Tensors;

namespace Receptive.Training;

/// <summary>Rows of bytes that become floats, divided by a number, when they are copied into a batch.</summary>
internal sealed class ByteRows : Rows
{
    private readonly Tensor<byte> _tensor;
    private readonly nint[] _origin;
    private readonly float _divisor;

    private ByteRows(string name, Tensor<byte> tensor, float divisor, int first, int count)
        : base(name, ShapeOf(tensor), first, count) => (_tensor, _origin, _divisor) = (tensor, new nint[tensor.Rank], divisor);

    /// <summary>Takes an array of examples.</summary>
    /// <param name="name">What the caller calls it.</param>
    /// <param name="tensor">The array, dimension 0 counting examples.</param>
    /// <param name="divisor">What each byte is divided by.</param>
    /// <exception cref="ArgumentException">It cannot be taken as examples.</exception>
    public static ByteRows From(string name, Tensor<byte> tensor, float divisor)
    {
        Tensor<byte> dense = Checked(name, tensor);
        return new ByteRows(name, dense, divisor, 0, (int)dense.Lengths[0]);
    }

    public override ByteRows Slice(int first, int count) => new(Name, _tensor, _divisor, First + first, count);

    public override void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        ReadOnlySpan<byte> all = Bytes;
        int length = RowLength;
        for (int i = 0; i < rows.Length; i++) Convert(all.Slice(rows[i] * length, length), destination.Slice(i * length, length));
    }

    public override void CopyRange(int first, int count, Span<float> destination) =>
        Convert(Bytes.Slice(first * RowLength, count * RowLength), destination[..(count * RowLength)]);

    public override void RequireFinite()
    {
        // Every byte is.
    }

    private ReadOnlySpan<byte> Bytes => _tensor.GetSpan(_origin, (int)_tensor.FlattenedLength).Slice(First * RowLength, Count * RowLength);

    // The quotient is rounded once, so it is the same number as the one in an array that was divided beforehand.
    private void Convert(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        TensorPrimitives.ConvertChecked(bytes, floats);
        if (_divisor != 1) TensorPrimitives.Divide(floats, _divisor, floats);
    }
}
