using System.Text.Json.Nodes;
using Receptive.Common;
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

    private static readonly string[] s_modes = ["fan_in", "fan_out", "fan_avg"];
    private static readonly string[] s_distributions = ["truncated_normal", "untruncated_normal", "uniform"];

    /// <param name="scale">The variance times the count of <paramref name="mode"/>; positive.</param>
    /// <param name="mode">What is counted: "fan_in" inputs, "fan_out" outputs, "fan_avg" the mean of both.</param>
    /// <param name="distribution">"truncated_normal" (or "normal"), "untruncated_normal" or "uniform".</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or a word is not known.</exception>
    public VarianceScaling(double scale = 1, string mode = "fan_in", string distribution = "truncated_normal", int? seed = null)
        : base(seed)
    {
        if (!(scale > 0) || !double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be positive.");
        ArgumentNullException.ThrowIfNull(mode);
        ArgumentNullException.ThrowIfNull(distribution);
        if (!s_modes.Contains(mode)) throw Suggestion.Unknown("mode", mode, s_modes, nameof(mode));
        if (distribution == "normal") distribution = "truncated_normal";
        if (!s_distributions.Contains(distribution)) throw Suggestion.Unknown("distribution", distribution, s_distributions, nameof(distribution));
        (Scale, Mode, Distribution) = (scale, mode, distribution);
    }

    /// <summary>The variance times the count of <see cref="Mode"/>.</summary>
    public double Scale { get; }

    /// <summary>"fan_in", "fan_out" or "fan_avg".</summary>
    public string Mode { get; }

    /// <summary>"truncated_normal", "untruncated_normal" or "uniform".</summary>
    public string Distribution { get; }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["scale"] = Scale,
        ["mode"] = Mode,
        ["distribution"] = Distribution,
        ["seed"] = Seed,
        ["input_axes"] = null,
        ["output_axes"] = null,
    };

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
            case "truncated_normal":
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

    /// <summary>The configuration of a named case: its scale, mode and distribution go without saying.</summary>
    private protected JsonObject NamedConfig() => new() { ["seed"] = Seed, ["input_axes"] = null, ["output_axes"] = null };
}

/// <summary>Uniform within ± sqrt(6 / (inputs + outputs)), after Glorot and Bengio (2010). What layers use by default.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class GlorotUniform(int? seed = null) : VarianceScaling(1, "fan_avg", "uniform", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}

/// <summary>Truncated normal of variance 2 / (inputs + outputs), after Glorot and Bengio (2010).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class GlorotNormal(int? seed = null) : VarianceScaling(1, "fan_avg", "truncated_normal", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}

/// <summary>Uniform within ± sqrt(6 / inputs), after He et al. (2015): for layers followed by ReLU.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class HeUniform(int? seed = null) : VarianceScaling(2, "fan_in", "uniform", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}

/// <summary>Truncated normal of variance 2 / inputs, after He et al. (2015): for layers followed by ReLU.</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class HeNormal(int? seed = null) : VarianceScaling(2, "fan_in", "truncated_normal", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}

/// <summary>Uniform within ± sqrt(3 / inputs), after LeCun et al. (1998).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class LecunUniform(int? seed = null) : VarianceScaling(1, "fan_in", "uniform", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}

/// <summary>Truncated normal of variance 1 / inputs, after LeCun et al. (1998).</summary>
/// <param name="seed">If given, the values depend on it alone.</param>
public sealed class LecunNormal(int? seed = null) : VarianceScaling(1, "fan_in", "truncated_normal", seed)
{
    /// <inheritdoc/>
    public override JsonObject GetConfig() => NamedConfig();
}
