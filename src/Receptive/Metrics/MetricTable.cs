using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Losses;

namespace Receptive.Metrics;

/// <summary>The metrics a name or a model file may ask for: the accuracies, and every loss.</summary>
internal static class MetricTable
{
    private static readonly string[] s_accuracies = ["accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "binary_accuracy"];

    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static Metric Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "accuracy" or "acc" or "Accuracy" => new AutomaticAccuracy(name),
            "categorical_accuracy" or "CategoricalAccuracy" => new CategoricalAccuracy(),
            "sparse_categorical_accuracy" or "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy(),
            "binary_accuracy" or "BinaryAccuracy" => new BinaryAccuracy(),
            _ when LossTable.Knows(name) => new MeanOfLoss(name.Contains('_', StringComparison.Ordinal) || name.Length <= 3 ? name : SnakeCase.From(name), Loss.Get(name)),
            _ => throw Suggestion.Unknown(
                "metric", name, s_accuracies.Concat(["mse", "mae", "mean_squared_error", "mean_absolute_error", "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"]), nameof(name), "One of your own is a class derived from MeanMetric."),
        };
    }

    /// <exception cref="InvalidDataException">The node is no metric, or one that is not known.</exception>
    public static Metric FromConfig(JsonNode? node)
    {
        try
        {
            if (node is JsonValue value && value.TryGetValue(out string? alone)) return Get(alone);
            if (node is JsonObject o && o["class_name"] is JsonValue className && className.TryGetValue(out string? name))
            {
                var config = new ConfigReader(name, o["config"] as JsonObject ?? []);
                return name switch
                {
                    "BinaryAccuracy" => new BinaryAccuracy(config.String("name", "binary_accuracy")!, config.Single("threshold", 0.5f)),
                    "CategoricalAccuracy" => new CategoricalAccuracy(config.String("name", "categorical_accuracy")!),
                    "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy(config.String("name", "sparse_categorical_accuracy")!),
                    _ => Get(name),
                };
            }
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        throw new InvalidDataException($"A metric should be a name or an object with a class_name, but is {node?.ToJsonString() ?? "null"}.");
    }
}
