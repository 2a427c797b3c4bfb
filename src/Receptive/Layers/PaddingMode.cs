using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What happens at the borders of an image; Keras' words convert by themselves: <c>padding: "same"</c>.</summary>
public readonly record struct PaddingMode
{
    private PaddingMode(Padding value, bool isCausal = false) => (Value, IsCausal) = (value, isCausal);

    /// <summary>Only windows wholly inside the image: the output is smaller. The default.</summary>
    public static PaddingMode Valid => new(Padding.Valid);

    /// <summary>Zeros around the image, so that with stride 1 the output is as large as the input.</summary>
    public static PaddingMode Same => new(Padding.Same);

    /// <summary>Zeros before a sequence, so that no output depends on a later step; for <see cref="Conv1D"/> alone.</summary>
    public static PaddingMode Causal => new(Padding.Valid, isCausal: true);

    /// <summary>As the graph has it; what a causal padding adds is put there before.</summary>
    public Padding Value { get; }

    /// <summary>Whether it is <see cref="Causal"/>.</summary>
    public bool IsCausal { get; }

    /// <summary>"valid", "same" or "causal", in any case.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static implicit operator PaddingMode(string word) => FromString(word);

    /// <summary>As the graph has it.</summary>
    public static implicit operator PaddingMode(Padding padding) => new(padding);

    /// <summary>"valid", "same" or "causal", in any case.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static PaddingMode FromString(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.ToUpperInvariant() switch
        {
            "VALID" => Valid,
            "SAME" => Same,
            "CAUSAL" => Causal,
            _ => throw Suggestion.Unknown("padding", word, ["valid", "same", "causal"], nameof(word)),
        };
    }

    /// <summary>As the graph has it.</summary>
    public static PaddingMode FromPadding(Padding padding) => new(padding);

    /// <summary>"valid", "same" or "causal".</summary>
    public override string ToString() => IsCausal ? "causal" : Value == Padding.Same ? "same" : "valid";
}
