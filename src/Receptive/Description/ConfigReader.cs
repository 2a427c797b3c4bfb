using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Description;

/// <summary>
/// Takes arguments from the configuration of an object in a model file. What is missing has its usual value; what is there
/// must be of the right kind, and what nobody asked for is refused, or the error names the object and the key.
/// </summary>
internal sealed class ConfigReader : Arguments
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <param name="className">The class of the object.</param>
    /// <param name="config">Its configuration.</param>
    public ConfigReader(string className, JsonObject config)
    {
        Config = config;
        What = Codecs.TryText(config["name"], out string? name) ? $"{className} '{name}'" : className;
    }

    /// <summary>What is being read, for errors: the class and, where there is one, the name.</summary>
    public string What { get; }

    /// <summary>The configuration itself.</summary>
    public JsonObject Config { get; }

    /// <summary>A value that is read otherwise than as an argument; it counts as understood.</summary>
    public JsonNode? Take(string key)
    {
        _taken.Add(key);
        return Config[key];
    }

    public override void Only(string name, object? value)
    {
        JsonNode? node = Take(name), expected = Codecs.Plain(value);
        if (node is null || JsonNode.DeepEquals(node, expected)) return;
        throw new InvalidDataException($"{What}: \"{name}\" ({Brief(node)}) is not supported{(expected is null ? "" : $"; it is {expected.ToJsonString()} here")}.");
    }

    public override void Obsolete(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Take(name) is { } node && node.GetValueKind() is not (JsonValueKind.False or JsonValueKind.Null))
                throw new InvalidDataException($"{What}: \"{name}\" ({Brief(node)}) is not supported.");
        }
    }

    public override void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) Take(name);
    }

    /// <summary>Refuses a configuration in which something was not understood.</summary>
    /// <exception cref="InvalidDataException">The message names it.</exception>
    public void RefuseUnread()
    {
        foreach ((string key, JsonNode? node) in Config)
        {
            if (!_taken.Contains(key) && node is not null)
                throw new InvalidDataException($"{What}: \"{key}\" ({Brief(node)}) is not understood.");
        }
    }

    /// <summary>A shape with its batch as null or -1, such as the <c>batch_shape</c> of an input layer.</summary>
    public Shape? BatchShape(string key)
    {
        JsonNode? node = Take(key);
        return node is null ? default(Shape?) : ShapeOf(node, key);
    }

    public InvalidDataException Wrong(string key, string expected) =>
        new($"{What}: \"{key}\" should be {expected}, but is {(Config[key] is { } node ? Brief(node) : "missing")}.");

    internal override void Visit<T>(in Argument<T> argument, ref T value)
    {
        JsonNode? node = Take(argument.Name);
        if (node is null && !(Config.ContainsKey(argument.Name) && argument.Codec.AllowsNull))
        {
            value = argument.Usual.Exists ? argument.Usual.Value : throw Wrong(argument.Name, argument.Codec.Expected);
            return;
        }

        bool isRead;
        try
        {
            isRead = argument.Codec.TryRead(node, out value);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            // The value is an object of its own: what it says is wrong, and where it stands.
            throw new InvalidDataException($"{What}: \"{argument.Name}\": {e.Message}", e);
        }

        if (!isRead) throw Wrong(argument.Name, argument.Codec.Expected);
    }

    private Shape ShapeOf(JsonNode node, string key)
    {
        if (node is not JsonArray { Count: > 0 } array) throw Wrong(key, "a list of dimensions");
        int[] dimensions = new int[array.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            bool isNumber = Codecs.TryInt32(array[i], out int size);
            if (i == 0 && (array[0] is null || isNumber)) dimensions[0] = Shape.Batch;
            else if (isNumber && size >= 1) dimensions[i] = size;
            else throw new InvalidDataException($"{What}: \"{key}\" is {array.ToJsonString()}; Receptive needs every dimension but the batch to be a positive number.");
        }

        return new Shape(dimensions);
    }

    private static string Brief(JsonNode node)
    {
        string text = node.ToJsonString();
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
