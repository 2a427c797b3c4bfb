using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>Each value as likely as any other between two limits.</summary>
public sealed class RandomUniform : Initializer
{
    private float _minimum;
    private float _maximum;

    /// <param name="minimum">The lower limit, which may occur.</param>
    /// <param name="maximum">The upper limit, which does not; above the lower.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The limits are in the wrong order or not finite.</exception>
    public RandomUniform(float minimum = -0.05f, float maximum = 0.05f, int? seed = null)
        : base(seed)
    {
        (_minimum, _maximum) = (minimum, maximum);
        Check();
    }

    /// <summary>The lower limit.</summary>
    public float Minimum => _minimum;

    /// <summary>The upper limit.</summary>
    public float Maximum => _maximum;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("minval", ref _minimum, -0.05f);
        arguments.Single("maxval", ref _maximum, 0.05f);
        arguments.Require(_minimum <= _maximum, $"needs two limits, the lower one first; got {_minimum} and {_maximum}.");
        DescribeSeed(arguments);
    }

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, _minimum, _maximum, random);

    internal static void Fill(Span<float> values, float minimum, float maximum, RandomStream random)
    {
        float width = maximum - minimum;
        for (int i = 0; i < values.Length; i++) values[i] = minimum + width * random.NextSingle();
    }
}

/// <summary>What the normal distribution and the truncated one share: a mean and a standard deviation.</summary>
public abstract class NormalInitializer : Initializer
{
    private float _mean;
    private float _standardDeviation;

    private protected NormalInitializer(float mean, float standardDeviation, int? seed)
        : base(seed) => (_mean, _standardDeviation) = (mean, standardDeviation);

    /// <summary>The centre.</summary>
    public float Mean => _mean;

    /// <summary>The spread.</summary>
    public float StandardDeviation => _standardDeviation;

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("mean", ref _mean, 0);
        arguments.Single("stddev", ref _standardDeviation, 0.05f, NumberRange.NotNegative);
        DescribeSeed(arguments);
    }
}

/// <summary>The normal distribution.</summary>
public sealed class RandomNormal : NormalInitializer
{
    /// <param name="mean">The centre.</param>
    /// <param name="standardDeviation">The spread; at least 0.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spread is negative, or a number is not finite.</exception>
    public RandomNormal(float mean = 0, float standardDeviation = 0.05f, int? seed = null)
        : base(mean, standardDeviation, seed) => Check();

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, Mean, StandardDeviation, random);

    internal static void Fill(Span<float> values, float mean, float standardDeviation, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = mean + standardDeviation * random.NextNormal();
    }
}

/// <summary>The normal distribution without what is more than two standard deviations from its mean.</summary>
public sealed class TruncatedNormal : NormalInitializer
{
    /// <param name="mean">The centre.</param>
    /// <param name="standardDeviation">The spread before the ends are cut off; at least 0.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spread is negative, or a number is not finite.</exception>
    public TruncatedNormal(float mean = 0, float standardDeviation = 0.05f, int? seed = null)
        : base(mean, standardDeviation, seed) => Check();

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => Fill(values, Mean, StandardDeviation, random);

    internal static void Fill(Span<float> values, float mean, float standardDeviation, RandomStream random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = mean + standardDeviation * random.NextTruncatedNormal();
    }
}
