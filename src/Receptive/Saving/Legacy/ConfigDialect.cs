using System.Text.Json.Nodes;

namespace Receptive.Saving.Legacy;

/// <summary>Brings the configurations that different versions of Keras wrote to the form of Keras 3.</summary>
internal static class ConfigDialect
{
    /// <summary>The configuration of a model.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static JsonObject ModelConfig(JsonNode? config, string className) => config switch
    {
        JsonObject o => o,
        // Keras 2.0 and 2.1: a Sequential was the list of its layers alone.
        JsonArray layers when className == "Sequential" => new JsonObject { ["name"] = "sequential", ["layers"] = layers.DeepClone() },
        _ => throw new InvalidDataException("the model's configuration is missing."),
    };
}
