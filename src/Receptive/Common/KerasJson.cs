using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Common;

/// <summary>The shapes objects have in Keras' JSON.</summary>
internal static class KerasJson
{
    /// <summary>An object with its class and configuration. A module of null marks a class that is not Keras' own.</summary>
    public static JsonObject Object(string? module, string className, JsonObject config) => new()
    {
        ["module"] = module,
        ["class_name"] = className,
        ["config"] = config,
        ["registered_name"] = module is null ? className : null,
    };

    /// <summary>What every layer's configuration says about its numbers.</summary>
    public static JsonObject Float32() => Object("keras", "DTypePolicy", new JsonObject { ["name"] = "float32" });

    /// <summary>Dimensions with the batch as null.</summary>
    public static JsonArray ShapeArray(Shape shape)
    {
        var array = new JsonArray();
        foreach (int dimension in shape) array.Add((JsonNode?)(dimension == Shape.Batch ? null : JsonValue.Create(dimension)));
        return array;
    }
}
