using System.Runtime.CompilerServices;

namespace Receptive.Graph;

/// <summary>
/// The dimensions of a tensor. Every dimension is at least 1; the first one may be <see cref="Batch"/>, the number of
/// examples in a step, which is known only when a program runs. All batch dimensions of one graph are the same number.
/// </summary>
/// <remarks>Converts from an array and from a collection expression: <c>Shape s = [28, 28, 1];</c>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>Stands for the batch size as dimension 0. Printed as <c>None</c>, Keras' word for it.</summary>
    public const int Batch = -1;

    private readonly int[]? _dimensions;

    /// <summary>Makes a shape; no dimensions at all is the shape of a scalar.</summary>
    /// <exception cref="ShapeException">A dimension is below 1 and is not a leading <see cref="Batch"/>.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] >= 1 || (i == 0 && dimensions[i] == Batch)) continue;
            throw new ShapeException(dimensions[i] == Batch
                ? $"Only the first dimension may be the batch (None), but dimension {i} of [{string.Join(", ", dimensions.ToArray())}] is."
                : $"A dimension must be at least 1, but dimension {i} of [{string.Join(", ", dimensions.ToArray())}] is {dimensions[i]}.");
        }

        _dimensions = dimensions.ToArray();
    }

    /// <summary>The shape <c>()</c>: one number.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The dimensions, <see cref="Batch"/> included.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>Whether dimension 0 is the batch.</summary>
    public bool HasBatch => Rank > 0 && _dimensions![0] == Batch;

    /// <summary>The product of all dimensions but the batch: how many numbers one example has.</summary>
    /// <exception cref="ShapeException">They are 2^63 or more.</exception>
    public long ElementsPerRow
    {
        get
        {
            long product = 1;
            foreach (int dimension in Dimensions[(HasBatch ? 1 : 0)..])
            {
                if (product > long.MaxValue / dimension) throw TooMany();
                product *= dimension;
            }

            return product;
        }
    }

    /// <summary>Dimension <paramref name="index"/>; an index from the end (<c>shape[^1]</c>) works too.</summary>
    public int this[int index] => (uint)index < (uint)Rank
        ? _dimensions![index]
        : throw new ArgumentOutOfRangeException(nameof(index), $"The shape {this} has {Rank} dimensions; there is no dimension {index}.");

    /// <summary>As <see cref="Rank"/>; lets <c>shape[^1]</c> compile.</summary>
    public int Length => Rank;

    public static implicit operator Shape(int[] dimensions) => new(dimensions);

    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The target of collection expressions.</summary>
    public static Shape Create(ReadOnlySpan<int> dimensions) => new(dimensions);

    /// <summary>How many numbers a tensor of this shape holds when the batch has <paramref name="batch"/> examples.</summary>
    /// <exception cref="ShapeException">They are 2^63 or more.</exception>
    public long Elements(int batch)
    {
        long row = ElementsPerRow;
        if (!HasBatch) return row;
        return batch == 0 || row <= long.MaxValue / batch ? row * batch : throw TooMany();
    }

    /// <summary>This shape with a leading batch dimension put before its dimensions.</summary>
    /// <exception cref="ShapeException">It already has one.</exception>
    public Shape WithBatch() => HasBatch
        ? throw new ShapeException($"The shape {this} has a batch dimension already.")
        : new([Batch, .. Dimensions]);

    /// <summary>This shape without its leading batch dimension: the shape of one example.</summary>
    public Shape WithoutBatch() => HasBatch ? new(Dimensions[1..]) : this;

    /// <summary>A copy of the dimensions.</summary>
    public int[] ToArray() => Dimensions.ToArray();

    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Dimensions.GetEnumerator();

    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>As Python prints it: <c>(None, 26, 26, 32)</c>, <c>(10,)</c>, <c>()</c>.</summary>
    public override string ToString()
    {
        string inside = string.Join(", ", ToArray().Select(d => d == Batch ? "None" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return Rank == 1 ? $"({inside},)" : $"({inside})";
    }

    private ShapeException TooMany() => new($"The shape {this} has more elements than can be counted (2^63 - 1). Check its dimensions for a mistake.");
}
