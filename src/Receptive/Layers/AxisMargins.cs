using System.Text.Json.Nodes;
using Receptive.Description;

namespace Receptive.Layers;

/// <summary>
/// What is added to or cut off from both ends of each axis of an image: one number for all ends, a number an axis, or a
/// pair an axis: <c>padding: 1</c>, <c>padding: (1, 2)</c>, <c>padding: ((0, 1), (0, 1))</c>.
/// </summary>
public readonly struct AxisMargins : IEquatable<AxisMargins>
{
    private readonly (int Before, int After)[]? _margins;

    private AxisMargins((int Before, int After)[] margins) => _margins = margins;

    private (int Before, int After)[] Margins => _margins ?? [(0, 0)];

    /// <summary>Before the first and after the last pixel along an axis.</summary>
    public (int Before, int After) this[int axis] => Margins.Length == 1 ? Margins[0] : Margins[axis];

    /// <summary>The same at every end.</summary>
    public static implicit operator AxisMargins(int all) => new([(all, all)]);

    /// <summary>For one axis, before and after it; for two, the same at both ends of each.</summary>
    public static implicit operator AxisMargins((int First, int Second) pair) => new([(pair.First, pair.First), (pair.Second, pair.Second)]) { IsPair = true };

    /// <summary>Height's and width's ends.</summary>
    public static implicit operator AxisMargins(((int Top, int Bottom) Height, (int Left, int Right) Width) ends) => new([ends.Height, ends.Width]);

    /// <summary>The same at both ends of each of three axes.</summary>
    public static implicit operator AxisMargins((int Depth, int Height, int Width) ends) => new([(ends.Depth, ends.Depth), (ends.Height, ends.Height), (ends.Width, ends.Width)]);

    /// <summary>The ends of three axes.</summary>
    public static implicit operator AxisMargins(((int First, int Last) Depth, (int Top, int Bottom) Height, (int Left, int Right) Width) ends) => new([ends.Depth, ends.Height, ends.Width]);

    private bool IsPair { get; init; }

    /// <inheritdoc/>
    public static bool operator ==(AxisMargins left, AxisMargins right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(AxisMargins left, AxisMargins right) => !left.Equals(right);

    /// <summary>The same at every end.</summary>
    public static AxisMargins FromInt32(int all) => all;

    /// <summary>A pair for each of a number of axes.</summary>
    internal AxisMargins Over(int axes)
    {
        if (axes == 1 && IsPair) return new([(Margins[0].Before, Margins[1].Before)]);
        if (Margins.Length != 1 || axes == 1) return new(Margins);
        var margins = new (int, int)[axes];
        Array.Fill(margins, Margins[0]);
        return new(margins);
    }

    internal string? Refusal(int axes)
    {
        (int Before, int After)[] margins = Over(axes).Margins;
        if (margins.Length != axes) return $"must be a number, {axes} numbers or {axes} pairs, one an axis";
        return margins.Any(margin => margin.Before < 0 || margin.After < 0) ? "must not be negative" : null;
    }

    internal JsonNode Write(int axes)
    {
        (int Before, int After)[] margins = Over(axes).Margins;
        if (axes == 1) return Codecs.WriteAll([margins[0].Before, margins[0].After]);
        var array = new JsonArray();
        foreach ((int before, int after) in margins) array.Add((JsonNode)Codecs.WriteAll([before, after]));
        return array;
    }

    internal static bool TryRead(JsonNode? node, int axes, out AxisMargins value)
    {
        value = default;
        if (Codecs.TryInt32(node, out int all))
        {
            value = new AxisMargins([(all, all)]).Over(axes);
            return true;
        }

        if (node is not JsonArray array) return false;
        if (axes == 1)
        {
            if (!Codecs.TryInt32s(node, out int[] ends) || ends.Length != 2) return false;
            value = new([(ends[0], ends[1])]);
            return true;
        }

        if (array.Count != axes) return false;
        var margins = new (int, int)[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            if (!Codecs.TryInt32s(array[axis], out int[] ends) || ends.Length is not (1 or 2)) return false;
            margins[axis] = (ends[0], ends[^1]);
        }

        value = new(margins);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(AxisMargins other) => Margins.AsSpan().SequenceEqual(other.Margins);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisMargins other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Margins.Aggregate(17, (hash, margin) => HashCode.Combine(hash, margin.Before, margin.After));

    /// <summary>As C# writes it: <c>1</c>, <c>(1, 2)</c> or <c>((0, 1), (0, 1))</c>.</summary>
    public override string ToString()
    {
        (int Before, int After)[] margins = Margins;
        if (margins.All(margin => margin == margins[0] && margin.Before == margin.After)) return $"{margins[0].Before}";
        if (margins.Length == 1) return $"({margins[0].Before}, {margins[0].After})";
        return margins.All(margin => margin.Before == margin.After)
            ? $"({string.Join(", ", margins.Select(margin => margin.Before))})"
            : $"({string.Join(", ", margins.Select(margin => $"({margin.Before}, {margin.After})"))})";
    }
}
