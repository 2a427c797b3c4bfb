using System.Numerics.Tensors;

namespace Receptive.Data.NumPy;

/// <summary>An array as NumPy's files hold it: a shape and elements of one type, in row-major (C) order.</summary>
public sealed class NpyArray
{
    private readonly int[] _shape;

    internal NpyArray(Array data, int[] shape, NpyType type)
    {
        Data = data;
        _shape = shape;
        Type = type;
    }

    /// <summary>Wraps an array.</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool.</typeparam>
    /// <param name="data">The elements in row-major order; not copied.</param>
    /// <param name="shape">The dimensions; none for a single value.</param>
    /// <exception cref="ArgumentException">The type cannot be stored, or the shape does not fit the number of elements.</exception>
    public static NpyArray Create<T>(T[] data, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        NpyType type = NpyType.Of(typeof(T)) ?? throw new ArgumentException($"Expected elements of {NpyType.Supported}, got {typeof(T).Name}.", nameof(data));
        long count = 1;
        foreach (int n in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n, nameof(shape));
            count = checked(count * n);
        }
        if (count != data.Length)
            throw new ArgumentException($"The shape {Describe(shape)} has {count:N0} elements, the array has {data.Length:N0}.", nameof(shape));
        return new NpyArray(data, shape.ToArray(), type);
    }

    /// <summary>Copies a tensor.</summary>
    /// <typeparam name="T">float, double, int, long, byte or bool.</typeparam>
    /// <param name="tensor">Of any shape, dense or a view.</param>
    /// <exception cref="ArgumentException">The type cannot be stored.</exception>
    public static NpyArray From<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        T[] data = new T[(int)tensor.FlattenedLength];
        tensor.FlattenTo(data);
        return Create(data, Array.ConvertAll(tensor.Lengths.ToArray(), n => (int)n));
    }

    /// <summary>The dimensions, empty for a single value.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>float, double, int, long, byte or bool.</summary>
    public Type ElementType => Type.Element;

    /// <summary>Number of elements.</summary>
    public int Length => Data.Length;

    internal NpyType Type { get; }

    internal Array Data { get; }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged => Elements<T>();

    /// <summary>The array as a tensor over the same memory; a single value becomes a tensor of shape [1].</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Tensor<T> ToTensor<T>() where T : unmanaged => Tensor.Create(Elements<T>(), Lengths());

    /// <summary>The array as floats, converted (and copied) if its elements are of another type; false is 0, true is 1.</summary>
    public Tensor<float> ToSingle()
    {
        float[] floats = Data switch
        {
            float[] data => data,
            double[] data => Array.ConvertAll(data, v => (float)v),
            int[] data => Array.ConvertAll(data, v => (float)v),
            long[] data => Array.ConvertAll(data, v => (float)v),
            byte[] data => Array.ConvertAll(data, v => (float)v),
            _ => Array.ConvertAll((bool[])Data, v => v ? 1f : 0f),
        };
        return Tensor.Create(floats, Lengths());
    }

    /// <summary>For example <c>float32 (60000, 28, 28)</c>.</summary>
    public override string ToString() => $"{Type.Name} {Describe(_shape)}";

    internal static string Describe(ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";

    private T[] Elements<T>() => Data as T[]
        ?? throw new InvalidOperationException($"The array holds {Type.Name}, not {typeof(T).Name}; ask for {Type.Element.Name}, or convert with ToSingle().");

    private nint[] Lengths() => _shape.Length == 0 ? [1] : Array.ConvertAll(_shape, n => (nint)n);
}
