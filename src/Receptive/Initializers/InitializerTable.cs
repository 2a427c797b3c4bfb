using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Initializers;

/// <summary>The initializers a name or a model file may ask for. Closed but for what <see cref="Register"/> adds.</summary>
internal static class InitializerTable
{
    private static readonly Lock s_lock = new();

    private static readonly Dictionary<string, Func<ConfigReader, Initializer>> s_known = new(StringComparer.Ordinal)
    {
        ["GlorotUniform"] = c => new GlorotUniform(c.OptionalInt32("seed")),
        ["GlorotNormal"] = c => new GlorotNormal(c.OptionalInt32("seed")),
        ["HeUniform"] = c => new HeUniform(c.OptionalInt32("seed")),
        ["HeNormal"] = c => new HeNormal(c.OptionalInt32("seed")),
        ["LecunUniform"] = c => new LecunUniform(c.OptionalInt32("seed")),
        ["LecunNormal"] = c => new LecunNormal(c.OptionalInt32("seed")),
        ["VarianceScaling"] = c => new VarianceScaling(
            c.Double("scale", 1), c.String("mode", "fan_in")!, c.String("distribution", "truncated_normal")!, c.OptionalInt32("seed")),
        ["RandomUniform"] = c => new RandomUniform(c.Single("minval", -0.05f), c.Single("maxval", 0.05f), c.OptionalInt32("seed")),
        ["RandomNormal"] = c => new RandomNormal(c.Single("mean", 0), c.Single("stddev", 0.05f), c.OptionalInt32("seed")),
        ["TruncatedNormal"] = c => new TruncatedNormal(c.Single("mean", 0), c.Single("stddev", 0.05f), c.OptionalInt32("seed")),
        ["Zeros"] = _ => new Zeros(),
        ["Ones"] = _ => new Ones(),
        ["Constant"] = c => new Constant(c.Single("value", 0)),
    };

    // Keras accepts both spellings, and Keras 2 wrote a few shorter ones.
    private static readonly Dictionary<string, string> s_aliases = MakeAliases();

    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static Initializer Create(string name, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(name);
        Func<ConfigReader, Initializer>? create;
        lock (s_lock)
        {
            if (!s_known.TryGetValue(s_aliases.GetValueOrDefault(name, name), out create))
                throw Suggestion.Unknown("initializer", name, s_known.Keys.Select(SnakeCase.From), nameof(name));
        }

        return create(new ConfigReader(name, config));
    }

    /// <exception cref="InvalidDataException">The node is no initializer, or of a class that is not known.</exception>
    public static Initializer FromConfig(JsonNode? node)
    {
        string? className = null;
        JsonObject config = [];
        if (node is JsonValue value && value.TryGetValue(out string? alone)) className = alone;
        else if (node is JsonObject o && o["class_name"] is JsonValue name && name.TryGetValue(out className)) config = o["config"] as JsonObject ?? [];
        if (className is null) throw new InvalidDataException($"An initializer should be a name or an object with a class_name, but is {node?.ToJsonString() ?? "null"}.");
        try
        {
            return Create(className, config);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public static void Register(string className, Func<JsonObject, Initializer> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(className);
        ArgumentNullException.ThrowIfNull(create);
        lock (s_lock)
        {
            if (!s_known.TryAdd(className, reader => create(reader.Config)))
                throw new ArgumentException($"There is an initializer \"{className}\" already.", nameof(className));
        }
    }

    private static Dictionary<string, string> MakeAliases()
    {
        var aliases = s_known.Keys.ToDictionary(SnakeCase.From, name => name, StringComparer.Ordinal);
        aliases["zero"] = aliases["Zero"] = "Zeros";
        aliases["one"] = aliases["One"] = "Ones";
        aliases["normal"] = "RandomNormal";
        aliases["uniform"] = "RandomUniform";
        return aliases;
    }
}
