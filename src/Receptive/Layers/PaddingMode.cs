using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

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
            _ => throw Suggestion.Unknown("padding", word, ["valid", "same"], nameof(word)),
        };
    }

    /// <summary>As the graph has it.</summary>
    public static PaddingMode FromPadding(Padding padding) => new(padding);

    /// <summary>"valid" or "same".</summary>
    public override string ToString() => Value == Padding.Same ? "same" : "valid";
}
