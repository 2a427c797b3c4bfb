using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>
/// Random weights whose variance is a scale divided by the number of inputs, outputs, or the mean of both, so that
/// signals neither grow nor fade from layer to layer. Glorot's, He's and LeCun's initializers are cases of it.
/// </summary>
/// <remarks>
/// The number of inputs of a weight (a, b) is a, of a convolution kernel (h, w, in, out) it is h w in; that of outputs
/// is b, or h w out.
/// </remarks>
public class VarianceScaling : Initializer
{
    // The standard deviation of a normal distribution cut off at two of its standard deviations. Dividing by it gives
    // the cut distribution the variance asked for.
    private const double TruncatedDeviation = 0.87962566103423978;

    private double _scale;
    private string _mode;
    private string _distribution;

    /// <param name="scale">The variance times the count of <paramref name="mode"/>; positive.</param>
    /// <param name="mode">What is counted: "fan_in" inputs, "fan_out" outputs, "fan_avg" the mean of both.</param>
    /// <param name="distribution">"truncated_normal" (or "normal"), "untruncated_normal" or "uniform".</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or a word is not known.</exception>
    public VarianceScaling(double scale = 1, string mode = "fan_in", string distribution = "truncated_normal", int? seed = null)
        : base(seed)
    {
        (_scale, _mode, _distribution) = (scale, mode, distribution);
        Check();
    }

    /// <summary>The variance times the count of <see cref="Mode"/>.</summary>
    public double Scale => _scale;

    /// <summary>"fan_in", "fan_out" or "fan_avg".</summary>
    public string Mode => _mode;

    /// <summary>"truncated_normal", "untruncated_normal" or "uniform".</summary>
    public string Distribution => _distribution;

    /// <summary>Whether scale, mode and distribution go without saying, as for Glorot's, He's and LeCun's.</summary>
    private protected virtual bool IsNamedCase => false;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!IsNamedCase)
        {
            if (_distribution == "normal") _distribution = "truncated_normal";
            arguments.Double("scale", ref _scale, 1, NumberRange.Positive);
            arguments.Word("mode", ref _mode, "fan_in", "fan_in", "fan_out", "fan_avg");
            arguments.Word("distribution", ref _distribution, "truncated_normal", "truncated_normal", "normal", "untruncated_normal", "uniform");
        }

        DescribeSeed(arguments);
        arguments.Only("input_axes", null);
        arguments.Only("output_axes", null);
    }

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        (double fanIn, double fanOut) = Fans(shape);
        double variance = Scale / Math.Max(1, Mode switch { "fan_in" => fanIn, "fan_out" => fanOut, _ => (fanIn + fanOut) / 2 });
        switch (Distribution)
        {
            case "uniform":
                float limit = (float)Math.Sqrt(3 * variance);
                RandomUniform.Fill(values, -limit, limit, random);
                break;
            case "truncated_normal" or "normal":
                TruncatedNormal.Fill(values, 0, (float)(Math.Sqrt(variance) / TruncatedDeviation), random);
                break;
            default:
                RandomNormal.Fill(values, 0, (float)Math.Sqrt(variance), random);
                break;
        }
    }

    private static (double In, double Out) Fans(Shape shape)
    {
        if (shape.Rank == 0) return (1, 1);
        if (shape.Rank == 1) return (shape[0], shape[0]);
        double receptiveField = 1;
        for (int i = 0; i < shape.Rank - 2; i++) receptiveField *= shape[i];
        return (shape[^2] * receptiveField, shape[^1] * receptiveField);
    }
}

/// <summary>Uniform within ± sqrt(6 / (inputs + outputs)), after Glorot and Bengio (2010). What layers use by default.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class GlorotUniform(int? seed = null) : VarianceScaling(1, "fan_avg", "uniform", seed)
{
    private protected override bool IsNamedCase => true;
}

/// <summary>Truncated normal of variance 2 / (inputs + outputs), after Glorot and Bengio (2010).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class GlorotNormal(int? seed = null) : VarianceScaling(1, "fan_avg", "truncated_normal", seed)
{
    private protected override bool IsNamedCase => true;
}

/// <summary>Uniform within ± sqrt(6 / inputs), after He et al. (2015): for layers followed by ReLU.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class HeUniform(int? seed = null) : VarianceScaling(2, "fan_in", "uniform", seed)
{
    private protected override bool IsNamedCase => true;
}

/// <summary>Truncated normal of variance 2 / inputs, after He et al. (2015): for layers followed by ReLU.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class HeNormal(int? seed = null) : VarianceScaling(2, "fan_in", "truncated_normal", seed)
{
    private protected override bool IsNamedCase => true;
}

/// <summary>Uniform within ± sqrt(3 / inputs), after LeCun et al. (1998).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class LecunUniform(int? seed = null) : VarianceScaling(1, "fan_in", "uniform", seed)
{
    private protected override bool IsNamedCase => true;
}

/// <summary>Truncated normal of variance 1 / inputs, after LeCun et al. (1998).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class LecunNormal(int? seed = null) : VarianceScaling(1, "fan_in", "truncated_normal", seed)
{
    private protected override bool IsNamedCase => true;
}
