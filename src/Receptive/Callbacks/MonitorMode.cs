using Receptive.Common;

namespace Receptive.Callbacks;

/// <summary>
/// Which direction of a watched value is the better one. Keras' words convert by themselves: <c>mode: "max"</c>.
/// </summary>
public readonly record struct MonitorMode
{
    private readonly string? _word;

    private MonitorMode(string word) => _word = word;

    /// <summary>Smaller is better for losses, and each metric knows its own direction. The default.</summary>
    public static MonitorMode Auto => default;

    /// <summary>Smaller is better.</summary>
    public static MonitorMode Min => new("min");

    /// <summary>Greater is better.</summary>
    public static MonitorMode Max => new("max");

    /// <summary>"auto", "min" or "max".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static implicit operator MonitorMode(string word) => FromString(word);

    /// <summary>"auto", "min" or "max".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static MonitorMode FromString(string word) => word switch
    {
        "auto" => Auto,
        "min" => Min,
        "max" => Max,
        _ => throw Suggestion.Unknown("mode", word, ["auto", "min", "max"], nameof(word)),
    };

    /// <inheritdoc/>
    public override string ToString() => _word ?? "auto";
}
