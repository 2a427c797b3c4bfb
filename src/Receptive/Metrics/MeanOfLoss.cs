using System.Text.Json.Nodes;
using Receptive.Common;
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

    internal override JsonNode SerializeBriefly()
    {
        // A name stands for a loss with its defaults; other arguments need the whole object.
        JsonObject config = Arguments(_loss);
        if (!_loss.IsCustom && JsonNode.DeepEquals(config, Arguments(Loss.Get(_loss.ClassName)))) return JsonValue.Create(Name);
        config["name"] = Name;
        config["dtype"] = "float32";
        return KerasJson.Object(_loss.IsCustom ? null : Module, _loss.ClassName, config);
    }

    private static JsonObject Arguments(Loss loss)
    {
        JsonObject config = loss.GetConfig();
        config.Remove("name");
        config.Remove("reduction");
        return config;
    }
}
