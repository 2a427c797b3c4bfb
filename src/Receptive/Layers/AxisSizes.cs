using System.Text.Json.Nodes;
using Receptive.Description;

namespace Receptive.Layers;

/// <summary>
/// A whole number along each axis of an image, such as a window or its strides. A number stands for all axes, a tuple for
/// one each: <c>kernelSize: 3</c>, <c>kernelSize: (3, 5)</c>.
/// </summary>
public readonly struct AxisSizes : IEquatable<AxisSizes>
{
    private readonly int[]? _sizes;

    private AxisSizes(int[] sizes) => _sizes = sizes;

    /// <summary>How many numbers there are; 1 stands for any number of axes.</summary>
    public int Count => _sizes?.Length ?? 1;

    /// <summary>The number along an axis.</summary>
    public int this[int axis] => _sizes is null ? 1 : _sizes.Length == 1 ? _sizes[0] : _sizes[axis];

    /// <summary>The same number along every axis.</summary>
    public static implicit operator AxisSizes(int all) => new([all]);

    /// <summary>Height, width.</summary>
    public static implicit operator AxisSizes((int Height, int Width) sizes) => new([sizes.Height, sizes.Width]);

    /// <summary>Depth, height, width.</summary>
    public static implicit operator AxisSizes((int Depth, int Height, int Width) sizes) => new([sizes.Depth, sizes.Height, sizes.Width]);

    /// <inheritdoc/>
    public static bool operator ==(AxisSizes left, AxisSizes right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(AxisSizes left, AxisSizes right) => !left.Equals(right);

    /// <summary>The same number along every axis.</summary>
    public static AxisSizes FromInt32(int all) => all;

    /// <summary>A number an axis.</summary>
    public static AxisSizes Of(params ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    /// <summary>A number for each of a number of axes.</summary>
    internal AxisSizes Over(int axes)
    {
        if (Count != 1 || axes == 1) return _sizes is null ? new([1]) : this;
        int all = this[0];
        int[] sizes = new int[axes];
        Array.Fill(sizes, all);
        return new(sizes);
    }

    /// <summary>What is wrong with the sizes, or null.</summary>
    internal string? Refusal(int axes, int atLeast)
    {
        if (Count != 1 && Count != axes) return $"must be one number or {axes}, one an axis, but there are {Count}";
        foreach (int size in ToArray())
        {
            if (size < atLeast) return axes == 1 ? $"must be at least {atLeast}" : $"must be at least {atLeast} along every axis";
        }

        return null;
    }

    /// <summary>The numbers.</summary>
    public int[] ToArray() => _sizes is null ? [1] : [.. _sizes];

    /// <summary>Whether any number is above 1.</summary>
    internal bool AnyAboveOne => ToArray().Any(size => size > 1);

    internal JsonNode Write(int axes) => Codecs.WriteAll(Over(axes).ToArray());

    /// <inheritdoc/>
    public bool Equals(AxisSizes other) => ToArray().AsSpan().SequenceEqual(other.ToArray());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisSizes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToArray().Aggregate(17, HashCode.Combine);

    /// <summary>As C# writes it: <c>3</c> or <c>(3, 5)</c>.</summary>
    public override string ToString()
    {
        int[] sizes = ToArray();
        return sizes.All(size => size == sizes[0]) ? $"{sizes[0]}" : $"({string.Join(", ", sizes)})";
    }
}
