using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Losses;

namespace Receptive.Metrics;

/// <summary>
/// A number that judges predictions over an epoch without being trained on. Keras' names convert by themselves:
/// <c>metrics: ["accuracy"]</c>.
/// </summary>
/// <remarks>
/// A metric describes what a batch adds to its totals; the totals of all batches are added up and give its value. A
/// metric that is a mean over examples derives from <see cref="MeanMetric"/>, which is simpler.
/// </remarks>
public abstract class Metric : KerasObject
{
    private string _name;

    /// <param name="name">What logs call it; by default the class in small letters.</param>
    protected Metric(string? name = null) => _name = name ?? SnakeCase.From(GetType().Name);

    /// <summary>What logs call it.</summary>
    public string Name => _name;

    internal override string Module => "keras.metrics";

    /// <summary>Which way is the better one, for callbacks that watch the metric.</summary>
    public virtual MetricDirection Direction => MetricDirection.Unknown;

    /// <summary>By Keras' name, such as "accuracy" or "mae".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Metric(string name) => Get(name);

    /// <summary>By Keras' name, such as "accuracy" or "mae".</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Metric Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Registries.Metrics.Knows(name))
        {
            Metric metric = Registries.Metrics.Get(name);
            if (metric is AutomaticAccuracy) metric._name = name;
            return metric;
        }

        if (!Registries.Losses.Knows(name)) return Registries.Metrics.Get(name);
        return new MeanOfLoss(name.Contains('_', StringComparison.Ordinal) || name.Length <= 3 ? name : SnakeCase.From(name), Loss.Get(name));
    }

    /// <summary>From what a model file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The metric is not known.</exception>
    public static Metric FromConfig(JsonNode? config)
    {
        try
        {
            string? name = null;
            if (Codecs.TryText(config, out name)) return Get(name!);
            if (config is JsonObject o && Codecs.TryText(o["class_name"], out name) && !Registries.Metrics.Knows(name!) && Registries.Losses.Knows(name!))
                return new MeanOfLoss(o["config"] is JsonObject c && Codecs.TryText(c["name"], out string? own) ? own! : SnakeCase.From(name!), Loss.FromConfig(config));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        return Registries.Metrics.FromConfig(config);
    }

    /// <summary>What a batch adds to the metric's totals.</summary>
    /// <param name="yTrue">The labels.</param>
    /// <param name="yPred">The predictions.</param>
    /// <param name="sampleWeight">One weight an example, of shape (batch); null weighs all alike.</param>
    /// <returns>A tensor without a batch dimension; its elements are the totals.</returns>
    public abstract SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight);

    /// <summary>The metric's value.</summary>
    /// <param name="totals">The sums over all batches of what <see cref="Update"/> gave.</param>
    /// <param name="totalWeight">The sum of the examples' weights, or the number of examples where there are none.</param>
    public abstract double Result(ReadOnlySpan<double> totals, double totalWeight);

    /// <summary>The metric's values, where it has several, such as one a class; <see cref="Result"/>, which is logged, is one number for them all.</summary>
    /// <param name="totals">The sums over all batches of what <see cref="Update"/> gave.</param>
    /// <param name="totalWeight">The sum of the examples' weights, or the number of examples where there are none.</param>
    public virtual double[] Results(ReadOnlySpan<double> totals, double totalWeight) => [Result(totals, totalWeight)];

    internal override void WriteConfig(JsonObject config)
    {
        config["name"] = _name;
        config["dtype"] = "float32";
        base.WriteConfig(config);
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        _name = Codecs.TryText(reader.Take("name"), out string? name) ? name! : SnakeCase.From(ClassName);
        reader.Take("dtype");
        reader.Take("fn");
        base.ReadConfig(reader);
    }

    /// <summary>The metric meant by this one, once the shapes are known: "accuracy" stands for one of three.</summary>
    internal virtual Metric Resolve(Shape labels, Shape output) => this;

    /// <summary>What stands for it in a model file.</summary>
    internal virtual JsonNode SerializeBriefly() => Serialize();
}

/// <summary>A metric that is the mean of a value of each example, weighted where examples have weights.</summary>
/// <example>A custom one:
/// <code>
/// sealed class LargestError : MeanMetric
/// {
///     protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
///         Ops.ReduceMax(Ops.Abs(yPred - yTrue), [-1]);
/// }
/// </code></example>
public abstract class MeanMetric : Metric
{
    /// <param name="name">What logs call it; by default the class in small letters.</param>
    protected MeanMetric(string? name = null)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor values = Ranks.MeanOfEach(Call(yTrue, yPred));
        return Ops.ReduceSum(sampleWeight is null ? values : values * sampleWeight);
    }

    /// <inheritdoc/>
    public sealed override double Result(ReadOnlySpan<double> totals, double totalWeight) => totalWeight == 0 ? 0 : Finish(totals[0] / totalWeight);

    /// <summary>What becomes of the mean.</summary>
    private protected virtual double Finish(double mean) => mean;

    /// <summary>The value of each example, of shape (batch); where there are more dimensions their mean is taken.</summary>
    protected abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);
}
