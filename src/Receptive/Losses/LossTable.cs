using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Losses;

/// <summary>The losses a name or a model file may ask for. Closed but for what <see cref="Register"/> adds.</summary>
internal static class LossTable
{
    private static readonly Lock s_lock = new();

    private static readonly Dictionary<string, Func<ConfigReader, Loss>> s_known = new(StringComparer.Ordinal)
    {
        ["BinaryCrossentropy"] = c => new BinaryCrossentropy(c.Boolean("from_logits", false), c.Single("label_smoothing", 0), ReductionOf(c), c.String("name", "binary_crossentropy")!),
        ["CategoricalCrossentropy"] = c => new CategoricalCrossentropy(c.Boolean("from_logits", false), c.Single("label_smoothing", 0), ReductionOf(c), c.String("name", "categorical_crossentropy")!),
        ["SparseCategoricalCrossentropy"] = c => new SparseCategoricalCrossentropy(c.Boolean("from_logits", false), ReductionOf(c), c.String("name", "sparse_categorical_crossentropy")!),
        ["MeanSquaredError"] = c => new MeanSquaredError(ReductionOf(c), c.String("name", "mean_squared_error")!),
        ["MeanAbsoluteError"] = c => new MeanAbsoluteError(ReductionOf(c), c.String("name", "mean_absolute_error")!),
    };

    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal)
    {
        ["mse"] = "MeanSquaredError",
        ["MSE"] = "MeanSquaredError",
        ["mae"] = "MeanAbsoluteError",
        ["MAE"] = "MeanAbsoluteError",
        ["bce"] = "BinaryCrossentropy",
        ["BCE"] = "BinaryCrossentropy",
    };

    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static Loss Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // A loss that was asked for by a short name is logged under that name, as in Keras.
        return Create(name, name.Length <= 3 ? new JsonObject { ["name"] = name } : []);
    }

    /// <summary>Whether a name, long or short, is known.</summary>
    public static bool Knows(string name)
    {
        lock (s_lock) return Find(name) is not null;
    }

    /// <exception cref="InvalidDataException">The node is no loss, or one that is not known.</exception>
    public static Loss FromConfig(JsonNode? node)
    {
        try
        {
            if (node is JsonValue value && value.TryGetValue(out string? alone)) return Get(alone);
            if (node is JsonObject o && o["class_name"] is JsonValue name && name.TryGetValue(out string? className))
            {
                // Keras writes a loss that was given as a plain function as class "function" with its name.
                if (className == "function" && o["config"] is JsonValue function && function.TryGetValue(out string? functionName)) return Get(functionName);
                return Create(className, o["config"] as JsonObject ?? []);
            }
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        throw new InvalidDataException($"A loss should be a name or an object with a class_name, but is {node?.ToJsonString() ?? "null"}.");
    }

    public static void Register(string className, Func<JsonObject, Loss> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(className);
        ArgumentNullException.ThrowIfNull(create);
        lock (s_lock)
        {
            if (!s_known.TryAdd(className, reader => create(reader.Config)))
                throw new ArgumentException($"There is a loss \"{className}\" already.", nameof(className));
        }
    }

    private static Loss Create(string name, JsonObject config)
    {
        Func<ConfigReader, Loss>? create;
        lock (s_lock)
        {
            create = Find(name)
                ?? throw Suggestion.Unknown("loss", name, s_known.Keys.Select(SnakeCase.From).Concat(["mse", "mae", "bce"]), nameof(name), "One of your own is a class derived from Loss.");
        }

        return create(new ConfigReader(name, config));
    }

    private static Func<ConfigReader, Loss>? Find(string name)
    {
        string className = s_aliases.GetValueOrDefault(name, name);
        if (s_known.TryGetValue(className, out Func<ConfigReader, Loss>? create)) return create;
        return s_known.FirstOrDefault(entry => SnakeCase.From(entry.Key) == name).Value;
    }

    private static Reduction ReductionOf(ConfigReader config) => config.String("reduction", "sum_over_batch_size")!;
}
