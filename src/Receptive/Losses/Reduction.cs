using Receptive.Common;

namespace Receptive.Losses;

/// <summary>How the losses of the examples of a batch become one number; Keras' words convert by themselves.</summary>
public readonly record struct Reduction
{
    private const string Mean = "sum_over_batch_size";

    private readonly string? _word;

    private Reduction(string word) => _word = word;

    /// <summary>Their sum divided by their number: the mean. The default.</summary>
    public static Reduction SumOverBatchSize => default;

    /// <summary>Their sum.</summary>
    public static Reduction Sum => new("sum");

    /// <summary>Their sum divided by the sum of the examples' weights.</summary>
    public static Reduction MeanWithSampleWeight => new("mean_with_sample_weight");

    /// <summary>They stay as they are; training then follows the gradient of their sum.</summary>
    public static Reduction None => new("none");

    /// <summary>Keras' word: "sum_over_batch_size" (or "mean"), "sum", "mean_with_sample_weight" or "none".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static implicit operator Reduction(string word) => FromString(word);

    /// <summary>Keras' word: "sum_over_batch_size" (or "mean"), "sum", "mean_with_sample_weight" or "none".</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static Reduction FromString(string word) => word switch
    {
        Mean or "mean" or "auto" => SumOverBatchSize,
        "sum" => Sum,
        "mean_with_sample_weight" => MeanWithSampleWeight,
        "none" => None,
        _ => throw Suggestion.Unknown("reduction", word, [Mean, "mean", "sum", "mean_with_sample_weight", "none"], nameof(word)),
    };

    /// <inheritdoc/>
    public override string ToString() => _word ?? Mean;
}
