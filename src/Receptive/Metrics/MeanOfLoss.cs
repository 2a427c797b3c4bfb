using System.Text.Json.Nodes;
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

    internal override JsonNode SerializeBriefly() => JsonValue.Create(Name);
}
