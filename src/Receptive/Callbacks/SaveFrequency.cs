namespace Receptive.Callbacks;

/// <summary>How often a checkpoint is written: "epoch", or a number of batches. Both convert by themselves.</summary>
public readonly record struct SaveFrequency
{
    private SaveFrequency(int batches) => Batches = batches;

    /// <summary>After each epoch. The default.</summary>
    public static SaveFrequency Epoch => default;

    /// <summary>After how many batches, or null for after each epoch.</summary>
    public int? Batches { get; }

    /// <summary>After every so many batches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static implicit operator SaveFrequency(int batches) => FromInt32(batches);

    /// <summary>"epoch".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static implicit operator SaveFrequency(string word) => FromString(word);

    /// <summary>After every so many batches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static SaveFrequency FromInt32(int batches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return new(batches);
    }

    /// <summary>"epoch".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static SaveFrequency FromString(string word) => word == "epoch"
        ? Epoch
        : throw new ArgumentException($"saveFreq is \"epoch\" or a number of batches, not \"{word}\".", nameof(word));

    /// <inheritdoc/>
    public override string ToString() => Batches?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "epoch";
}
