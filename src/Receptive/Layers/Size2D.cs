using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// A height and a width. A number stands for both, a pair for one each: <c>kernelSize: 3</c>, <c>kernelSize: (3, 5)</c>.
/// </summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels in a row.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same height and width.</summary>
    public static implicit operator Size2D(int both) => FromInt32(both);

    /// <summary>Height, width.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>The same height and width.</summary>
    public static Size2D FromInt32(int both) => new(both, both);

    /// <summary>Height, width.</summary>
    public (int Height, int Width) ToValueTuple() => (Height, Width);

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}";

    /// <summary>Checks that both are at least 1.</summary>
    internal Size2D Checked(string layer, string parameter) => Height >= 1 && Width >= 1
        ? this
        : throw new ArgumentOutOfRangeException(parameter, this, $"{layer}: {parameter} must be at least 1 in both directions.");
}

/// <summary>What happens at the borders of an image; Keras' words convert by themselves: <c>padding: "same"</c>.</summary>
public readonly record struct PaddingMode
{
    private PaddingMode(Padding value) => Value = value;

    /// <summary>Only windows wholly inside the image: the output is smaller. The default.</summary>
    public static PaddingMode Valid => new(Padding.Valid);

    /// <summary>Zeros around the image, so that with stride 1 the output is as large as the input.</summary>
    public static PaddingMode Same => new(Padding.Same);

    /// <summary>As the graph has it.</summary>
    public Padding Value { get; }

    /// <summary>"valid" or "same", in any case.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static implicit operator PaddingMode(string word) => FromString(word);

    /// <summary>As the graph has it.</summary>
    public static implicit operator PaddingMode(Padding padding) => new(padding);

    /// <summary>"valid" or "same", in any case.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static PaddingMode FromString(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.ToUpperInvariant() switch
        {
            "VALID" => Valid,
            "SAME" => Same,
            _ => throw Common.Suggestion.Unknown("padding", word, ["valid", "same"], nameof(word)),
        };
    }

    /// <summary>As the graph has it.</summary>
    public static PaddingMode FromPadding(Padding padding) => new(padding);

    /// <summary>"valid" or "same".</summary>
    public override string ToString() => Value == Padding.Same ? "same" : "valid";
}
