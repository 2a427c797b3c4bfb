using System.Numerics.Tensors;

namespace Receptive;

/// <summary>Keras' <c>keras.utils</c>: small helpers around data.</summary>
public static class Utilities
{
    /// <summary>Class numbers as one-hot rows: 2 of 4 classes is 0 0 1 0.</summary>
    /// <param name="labels">Class numbers from 0.</param>
    /// <param name="numClasses">The number of classes; by default one more than the largest label.</param>
    /// <returns>A tensor of shape (labels, numClasses).</returns>
    /// <exception cref="ArgumentException">A label is negative or not below <paramref name="numClasses"/>.</exception>
    /// <example><code>Tensor&lt;float> y = Utilities.ToCategorical([0, 2, 1]);   // 3 rows of 3 columns</code></example>
    public static Tensor<float> ToCategorical(ReadOnlySpan<int> labels, int? numClasses = null)
    {
        int classes = numClasses ?? (labels.IsEmpty ? 0 : TensorPrimitives.Max(labels) + 1);
        Check(numClasses, classes, labels.Length);
        float[] rows = new float[(long)labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes) throw Outside(i, labels[i], classes);
            rows[((long)i * classes) + labels[i]] = 1;
        }

        return Tensor.Create(rows, [labels.Length, classes]);
    }

    /// <inheritdoc cref="ToCategorical(ReadOnlySpan{int}, int?)"/>
    public static Tensor<float> ToCategorical(int[] labels, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return ToCategorical(labels.AsSpan(), numClasses);
    }

    /// <inheritdoc cref="ToCategorical(ReadOnlySpan{int}, int?)"/>
    public static Tensor<float> ToCategorical(byte[] labels, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return ToCategorical(labels.AsSpan(), numClasses);
    }

    /// <inheritdoc cref="ToCategorical(ReadOnlySpan{int}, int?)"/>
    public static Tensor<float> ToCategorical(ReadOnlySpan<byte> labels, int? numClasses = null)
    {
        int classes = numClasses ?? (labels.IsEmpty ? 0 : TensorPrimitives.Max(labels) + 1);
        Check(numClasses, classes, labels.Length);
        float[] rows = new float[(long)labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes) throw Outside(i, labels[i], classes);
            rows[((long)i * classes) + labels[i]] = 1;
        }

        return Tensor.Create(rows, [labels.Length, classes]);
    }

    /// <summary>Class numbers as one-hot rows; a last dimension of 1 is dropped, as in Keras.</summary>
    /// <param name="labels">Class numbers from 0, of shape (n) or (n, 1).</param>
    /// <param name="numClasses">The number of classes; by default one more than the largest label.</param>
    /// <returns>A tensor of shape (n, numClasses).</returns>
    /// <exception cref="ArgumentException">A label is negative or not below <paramref name="numClasses"/>, or the shape is another.</exception>
    public static Tensor<float> ToCategorical(Tensor<int> labels, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank != 1 && !(labels.Rank == 2 && labels.Lengths[1] == 1))
            throw new ArgumentException($"ToCategorical takes class numbers of shape (n) or (n, 1), but these have the shape ({string.Join(", ", labels.Lengths.ToArray())}).", nameof(labels));
        int[] flat = new int[labels.FlattenedLength];
        labels.FlattenTo(flat);
        return ToCategorical(flat, numClasses);
    }

    /// <inheritdoc cref="ToCategorical(Tensor{int}, int?)"/>
    public static Tensor<float> ToCategorical(Tensor<byte> labels, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank != 1 && !(labels.Rank == 2 && labels.Lengths[1] == 1))
            throw new ArgumentException($"ToCategorical takes class numbers of shape (n) or (n, 1), but these have the shape ({string.Join(", ", labels.Lengths.ToArray())}).", nameof(labels));
        byte[] flat = new byte[labels.FlattenedLength];
        labels.FlattenTo(flat);
        return ToCategorical(flat, numClasses);
    }

    /// <summary>The index of the largest value of each row; the first of equals. NumPy's <c>argmax(axis=1)</c>.</summary>
    /// <param name="rows">A tensor of shape (n, classes).</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    public static int[] ArgMax(Tensor<float> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rank != 2) throw new ArgumentException($"ArgMax takes rows of shape (n, classes), but got ({string.Join(", ", rows.Lengths.ToArray())}).", nameof(rows));
        float[] flat = new float[rows.FlattenedLength];
        rows.FlattenTo(flat);
        int columns = (int)rows.Lengths[1];
        int[] result = new int[rows.Lengths[0]];
        for (int i = 0; i < result.Length; i++) result[i] = TensorPrimitives.IndexOfMax<float>(flat.AsSpan(i * columns, columns));
        return result;
    }

    private static void Check(int? numClasses, int classes, int labels)
    {
        if (numClasses is <= 0) throw new ArgumentOutOfRangeException(nameof(numClasses), numClasses, "There must be at least 1 class.");
        if (labels == 0) throw new ArgumentException("There are no labels to convert.", nameof(labels));
        if (classes <= 0) throw new ArgumentException("Labels are class numbers from 0, but these are all negative.", nameof(labels));
    }

    private static ArgumentException Outside(int index, int label, int classes) =>
        new($"Label {index} is {label}, but with {classes} classes labels go from 0 to {classes - 1}.");
}
