using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>Each value as likely as any other between two limits.</summary>
public sealed class RandomUniform : Initializer
{
    /// <param name="minimum">The lower limit, which may occur.</param>
    /// <param name="maximum">The upper limit, which does not; above the lower.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The limits are in the wrong order or not finite.</exception>
    public RandomUniform(float minimum = -0.05f, float maximum = 0.05f, int? seed = null)
        : base(seed)
    {
        if (!float.IsFinite(minimum) || !float.IsFinite(maximum) || minimum > maximum)
            throw new ArgumentException($"RandomUniform needs two finite limits, the lower one first; got {minimum} and {maximum}.");
        (Minimum, Maximum) = (minimum, maximum);
    }

    /// <summary>The lower limit.</summary>
    public float Minimum { get; }

    /// <summary>The upper limit.</summary>
    public float Maximum { get; }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["minval"] = Minimum, ["maxval"] = Maximum, ["seed"] = Seed };

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, Minimum, Maximum, random);

    internal static void Fill(Span<float> values, float minimum, float maximum, RandomStream random)
    {
        float width = maximum - minimum;
        for (int i = 0; i < values.Length; i++) values[i] = minimum + (width * random.NextSingle());
    }
}

/// <summary>The normal distribution.</summary>
public sealed class RandomNormal : Initializer
{
    /// <param name="mean">The centre.</param>
    /// <param name="standardDeviation">The spread; at least 0.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The spread is negative, or a number is not finite.</exception>
    public RandomNormal(float mean = 0, float standardDeviation = 0.05f, int? seed = null)
        : base(seed)
    {
        Spread.Check(mean, standardDeviation);
        (Mean, StandardDeviation) = (mean, standardDeviation);
    }

    /// <summary>The centre.</summary>
    public float Mean { get; }

    /// <summary>The spread.</summary>
    public float StandardDeviation { get; }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["mean"] = Mean, ["stddev"] = StandardDeviation, ["seed"] = Seed };

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, Mean, StandardDeviation, random);

    internal static void Fill(Span<float> values, float mean, float standardDeviation, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = mean + (standardDeviation * random.NextNormal());
    }
}

/// <summary>The normal distribution without what is more than two standard deviations from its mean.</summary>
public sealed class TruncatedNormal : Initializer
{
    /// <param name="mean">The centre.</param>
    /// <param name="standardDeviation">The spread before the ends are cut off; at least 0.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The spread is negative, or a number is not finite.</exception>
    public TruncatedNormal(float mean = 0, float standardDeviation = 0.05f, int? seed = null)
        : base(seed)
    {
        Spread.Check(mean, standardDeviation);
        (Mean, StandardDeviation) = (mean, standardDeviation);
    }

    /// <summary>The centre.</summary>
    public float Mean { get; }

    /// <summary>The spread before the ends are cut off.</summary>
    public float StandardDeviation { get; }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["mean"] = Mean, ["stddev"] = StandardDeviation, ["seed"] = Seed };

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, Mean, StandardDeviation, random);

    internal static void Fill(Span<float> values, float mean, float standardDeviation, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = mean + (standardDeviation * random.NextTruncatedNormal());
    }
}

internal static class Spread
{
    public static void Check(float mean, float standardDeviation)
    {
        if (!float.IsFinite(mean) || !float.IsFinite(standardDeviation) || standardDeviation < 0)
            throw new ArgumentException($"A normal distribution needs a finite mean and a standard deviation of at least 0; got {mean} and {standardDeviation}.");
    }
}
