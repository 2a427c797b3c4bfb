using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Receptive.Training;

namespace Receptive;

/// <summary>
/// Examples in memory: what a model is trained on or asked about, or their labels or weights. Arrays and tensors of floats,
/// doubles, integers and bytes convert by themselves, their first dimension counting examples; they are not copied and
/// become floats when a batch is made of them. A model of several inputs takes several arrays, see <see cref="Of"/>.
/// </summary>
/// <example><code>
/// model.Fit(x, y);                                                      // a Tensor&lt;float>, a float[,], an int[] of labels
/// model.Fit(Examples.FromImages(mnist.TrainImages), mnist.YTrain);      // a Tensor&lt;byte>, divided by 255
/// model.Fit(Examples.Of(images, masks), labels);                        // two inputs
/// </code></example>
public sealed class Examples
{
    private readonly (string? Name, Func<string, Rows> ToRows)[] _columns;

    private Examples(Func<string, Rows> toRows) => _columns = [(null, toRows)];

    private Examples((string? Name, Func<string, Rows> ToRows)[] columns) => _columns = columns;

    /// <summary>How many arrays there are.</summary>
    public int Count => _columns.Length;

    /// <summary>What the classes are called, where the data says so.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Numbers as they are; dimension 0 counts the examples.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static implicit operator Examples?(Tensor<float>? tensor) => tensor is null ? null : FromTensor(tensor);

    /// <summary>Numbers as they are; dimension 0 counts the examples.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static implicit operator Examples?(Tensor<double>? tensor) => tensor is null ? null : FromTensor(tensor);

    /// <summary>Numbers as they are; dimension 0 counts the examples.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static implicit operator Examples?(Tensor<int>? tensor) => tensor is null ? null : FromTensor(tensor);

    /// <summary>Numbers as they are; dimension 0 counts the examples. For images from 0 to 1 see <see cref="FromImages"/>.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static implicit operator Examples?(Tensor<byte>? tensor) => tensor is null ? null : FromTensor(tensor);

    /// <summary>One number an example.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator Examples?(float[]? numbers) => numbers is null ? null : FromTensor(Tensor.Create(numbers));

    /// <summary>One number an example.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator Examples?(double[]? numbers) => numbers is null ? null : FromTensor(Tensor.Create(numbers));

    /// <summary>One number an example, such as its class.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator Examples?(int[]? numbers) => numbers is null ? null : FromTensor(Tensor.Create(numbers));

    /// <summary>One number an example, such as its class.</summary>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator Examples?(byte[]? numbers) => numbers is null ? null : FromTensor(Tensor.Create(numbers));

    /// <summary>A row an example.</summary>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Examples?(float[,]? rows) => rows is null ? null : FromArray<float>(rows);

    /// <summary>A row an example.</summary>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Examples?(double[,]? rows) => rows is null ? null : FromArray<double>(rows);

    /// <summary>Images of height, width and channels.</summary>
    [return: NotNullIfNotNull(nameof(images))]
    public static implicit operator Examples?(float[,,,]? images) => images is null ? null : FromArray<float>(images);

    /// <summary>A row an example, all of one length.</summary>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Examples?(float[][]? rows) => rows is null ? null : FromRows(rows);

    /// <summary>A row an example, all of one length.</summary>
    [return: NotNullIfNotNull(nameof(rows))]
    public static implicit operator Examples?(double[][]? rows) => rows is null ? null : FromRows(rows);

    /// <summary>Numbers as they are; dimension 0 counts the examples. The array is not copied.</summary>
    public static Examples FromTensor<T>(Tensor<T> tensor)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new Examples(name => Rows<T>.From(name, tensor));
    }

    /// <summary>A rectangular array of any number of dimensions, the first counting examples.</summary>
    public static Examples FromArray<T>(Array array)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(array);
        nint[] lengths = [.. Enumerable.Range(0, array.Rank).Select(dimension => (nint)array.GetLength(dimension))];
        T[] flat = new T[array.Length];
        if (array.Length > 0) MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length).CopyTo(flat);
        return FromTensor(Tensor.Create(flat, lengths));
    }

    /// <summary>Rows of one length, an example each.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Examples FromRows<T>(T[][] rows)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        int length = rows.Length == 0 ? 0 : rows[0].Length;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != length) throw new ArgumentException($"Row {i} has {rows[i].Length} numbers, but row 0 has {length}: all examples have the same shape.", nameof(rows));
        }

        return FromTensor(Tensor.Create(rows.SelectMany(row => row).ToArray(), [rows.Length, length]));
    }

    /// <summary>Images as bytes, each divided by a number. The array is not copied.</summary>
    /// <param name="images">Of shape (n, height, width, channels), or (n, height, width) for grey images, which get one channel.</param>
    /// <param name="divisor">What each byte is divided by: 255 gives numbers from 0 to 1, 1 leaves them as they are.</param>
    /// <exception cref="ArgumentException">The array has another number of dimensions, or the divisor is not a positive number.</exception>
    public static Examples FromImages(Tensor<byte> images, float divisor = 255)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank is not (3 or 4))
        {
            throw new ArgumentException(
                $"Images have the shape (n, height, width, channels) or (n, height, width), but these have {images.Rank} dimensions: ({string.Join(", ", images.Lengths.ToArray())}).", nameof(images));
        }

        if (!(divisor > 0) || !float.IsFinite(divisor)) throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Bytes are divided by a positive number, such as 255.");
        Tensor<byte> withChannels = images.Rank == 4 ? images : Tensor.Reshape(images, [.. images.Lengths, 1]);
        return new Examples(name => Rows<byte>.From(name, withChannels, divisor));
    }

    /// <summary>Several arrays, for a model of several inputs or outputs, in their order.</summary>
    public static Examples Of(params ReadOnlySpan<Examples> columns)
    {
        var all = new List<(string?, Func<string, Rows>)>();
        foreach (Examples column in columns)
        {
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
            all.AddRange(column._columns);
        }

        return new Examples([.. all]);
    }

    /// <summary>Several arrays by the names of the model's inputs or outputs.</summary>
    public static Examples Named(params ReadOnlySpan<(string Name, Examples Values)> columns)
    {
        var all = new List<(string?, Func<string, Rows>)>();
        foreach ((string name, Examples values) in columns)
        {
            ArgumentNullException.ThrowIfNull(values, nameof(columns));
            if (values.Count != 1) throw new ArgumentException($"'{name}' has {values.Count} arrays; a name stands for one.", nameof(columns));
            all.Add((name, values._columns[0].ToRows));
        }

        return new Examples([.. all]);
    }

    /// <summary>The examples as rows, called by a name in errors, in the order of given names where they have names.</summary>
    /// <exception cref="ArgumentException">A name is missing, or an array cannot be taken as examples.</exception>
    internal Rows[] ToRows(string name, IReadOnlyList<string> order)
    {
        if (_columns.All(column => column.Name is null))
            return _columns is [var only] ? [only.ToRows(name)] : [.. _columns.Select((column, i) => column.ToRows($"{name}[{i}]"))];
        return [.. order.Select(wanted => _columns.FirstOrDefault(column => column.Name == wanted) is { ToRows: { } toRows }
            ? toRows($"{name}[\"{wanted}\"]")
            : throw new ArgumentException($"{name} has no array named '{wanted}'. It has: {string.Join(", ", _columns.Select(column => column.Name))}.", name))];
    }
}
