using System.Numerics.Tensors;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>
/// The examples of an array, or of a stretch of one, as rows of numbers: what training makes its batches of. Making one
/// allocates nothing.
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

    /// <summary>Checks that an array can be taken as examples.</summary>
    /// <exception cref="ArgumentException">It is empty, a single number, or too large.</exception>
    private protected static Tensor<T> Checked<T>(string name, Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Rank == 0) throw new ArgumentException($"{name} is a single number; it must be an array whose first dimension counts examples.", name);
        if (tensor.FlattenedLength == 0)
            throw new ArgumentException($"{name} has no examples: its shape is ({string.Join(", ", tensor.Lengths.ToArray())}).", name);
        if (tensor.FlattenedLength > int.MaxValue)
            throw new ArgumentException($"{name} has {tensor.FlattenedLength:N0} numbers; at most {int.MaxValue:N0} can be in one array.", name);
        return tensor.IsDense ? tensor : tensor.ToDenseTensor();
    }

    internal static Shape ShapeOf<T>(Tensor<T> tensor)
    {
        Span<int> dimensions = stackalloc int[tensor.Rank];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = checked((int)tensor.Lengths[i]);
        return new Shape(dimensions);
    }
}
