using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Layers;

namespace Receptive.Common;

/// <summary>
/// Reads the configuration of an object in a model file. What is missing has Keras' default; what is there must be of
/// the right kind, or the error names the object and the key.
/// </summary>
internal sealed class ConfigReader(string what, JsonObject config)
{
    /// <summary>What is being read, for errors: the class and, where there is one, the name.</summary>
    public string What { get; } = (string?)AsString(config["name"]) is { } name ? $"{what} '{name}'" : what;

    public string? Name => String("name", null);

    /// <summary>The configuration itself.</summary>
    public JsonObject Config => config;

    public int Int32(string key, int? otherwise = null) => Number(key, otherwise) is { } value && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw Wrong(key, "a whole number");

    public int? OptionalInt32(string key) => config[key] is null ? null : Int32(key);

    public float Single(string key, float? otherwise = null) => (float)Double(key, otherwise);

    public double Double(string key, double? otherwise = null) => Number(key, otherwise) ?? throw Wrong(key, "a number");

    public bool Boolean(string key, bool otherwise)
    {
        if (config[key] is null) return otherwise;
        return config[key] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? config[key]!.GetValue<bool>()
            : throw Wrong(key, "true or false");
    }

    public string? String(string key, string? otherwise)
    {
        if (config[key] is null) return otherwise;
        return AsString(config[key]) ?? throw Wrong(key, "a string");
    }

    /// <summary>A number or a pair of numbers.</summary>
    public Size2D Size2D(string key, Size2D? otherwise = null)
    {
        JsonNode? node = config[key];
        if (node is null && otherwise is { } value) return value;
        if (node is JsonArray { Count: 2 } pair) return new Size2D(Element(pair, 0), Element(pair, 1));
        int both = Int32(key);
        return new Size2D(both, both);

        int Element(JsonArray array, int index) =>
            array[index] is JsonValue number && number.TryGetValue(out int result) ? result : throw Wrong(key, "two whole numbers");
    }

    public Initializer Initializer(string key, Initializer otherwise) => config[key] is { } node ? Initializers.Initializer.FromConfig(node) : otherwise;

    /// <summary>An activation's name; in older files it may be an object around it.</summary>
    public ActivationFunction Activation(string key)
    {
        if (config[key] is null) return ActivationFunction.Linear;
        string name = AsString(config[key]) ?? AsString(config[key] is JsonObject o ? o["class_name"] ?? o["config"] : null) ?? throw Wrong(key, "an activation's name");
        try
        {
            return ActivationFunction.Get(name);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{What}: {e.Message}", e);
        }
    }

    /// <summary>A shape with its batch as null or -1, such as the <c>batch_shape</c> of an input layer.</summary>
    public Shape? BatchShape(string key)
    {
        if (config[key] is null) return null;
        if (config[key] is not JsonArray { Count: > 0 } array) throw Wrong(key, "a list of dimensions");
        int[] dimensions = new int[array.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (array[i] is null && i == 0) dimensions[i] = Shape.Batch;
            else if (array[i] is JsonValue value && value.TryGetValue(out int size) && (size >= 1 || (i == 0 && size == -1))) dimensions[i] = i == 0 ? Shape.Batch : size;
            else throw new InvalidDataException($"{What}: \"{key}\" is {array.ToJsonString()}; Receptive needs every dimension but the batch to be a positive number.");
        }

        return new Shape(dimensions);
    }

    /// <summary>Warns of settings that are there but matter for training alone and are not supported.</summary>
    public void WarnIfSet(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (config[key] is { } node) Warnings.Raise($"{What}: \"{key}\" ({Brief(node)}) is ignored; it would matter for training only.");
        }
    }

    /// <summary>Refuses settings that change what the layer computes and are not supported.</summary>
    public void RefuseIfSet(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (config[key] is { } node) throw new InvalidDataException($"{What}: \"{key}\" ({Brief(node)}) is not supported.");
        }
    }

    public InvalidDataException Wrong(string key, string expected) =>
        new($"{What}: \"{key}\" should be {expected}, but is {(config[key] is { } node ? Brief(node) : "missing")}.");

    private double? Number(string key, double? otherwise)
    {
        if (config[key] is null) return otherwise;
        return config[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number) ? number
            : config[key] is JsonValue made && TryConvert(made, out double converted) ? converted
            : throw Wrong(key, "a number");
    }

    // A node that was made in memory holds an int or a float and converts to nothing else by TryGetValue.
    private static bool TryConvert(JsonValue value, out double number)
    {
        if (value.TryGetValue(out int i)) number = i;
        else if (value.TryGetValue(out float f)) number = f;
        else if (value.TryGetValue(out long l)) number = l;
        else
        {
            number = 0;
            return false;
        }

        return true;
    }

    private static string? AsString(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Brief(JsonNode node)
    {
        string text = node.ToJsonString();
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
