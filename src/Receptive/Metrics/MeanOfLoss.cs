using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Losses;

namespace Receptive.Metrics;

/// <summary>A loss used as a metric, such as "mae": its mean over the examples.</summary>
/// <param name="name">What logs call it.</param>
/// <param name="loss">Gives each example's value; its reduction is not used.</param>
/// <example><code>metrics: ["accuracy", new MeanOfLoss("smooth", new CategoricalCrossentropy(labelSmoothing: 0.1f))]</code></example>
public sealed class MeanOfLoss(string name, Loss loss) : MeanMetric(name)
{
    private readonly Loss _loss = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => _loss.PerExample(yTrue, yPred);

    // A loss with usual arguments goes into files by its name, as Keras takes it.
    internal override JsonNode SerializeBriefly()
    {
        if (_loss.ToString() == $"{_loss.GetType().Name}()") return JsonValue.Create(Name);
        JsonObject config = _loss.GetConfig();
        config.Remove("reduction");
        config["name"] = Name;
        config["dtype"] = "float32";
        return KerasJson.Object(_loss.IsCustom ? null : Module, _loss.ClassName, config);
    }

    /// <summary>From a metric of Keras that has a loss' class and arguments.</summary>
    /// <exception cref="InvalidDataException">The configuration does not fit.</exception>
    internal static MeanOfLoss FromConfig(string className, JsonObject config)
    {
        var arguments = (JsonObject)config.DeepClone();
        string name = Codecs.TryText(arguments["name"], out string? own) ? own! : SnakeCase.From(className);
        arguments.Remove("name");
        return new MeanOfLoss(name, Registries.Losses.Create(className, arguments));
    }
}
