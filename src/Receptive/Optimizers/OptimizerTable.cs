using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Optimizers;

/// <summary>The optimizers a name or a model file may ask for. Closed but for what <see cref="Register"/> adds.</summary>
internal static class OptimizerTable
{
    private static readonly Lock s_lock = new();

    private static readonly Dictionary<string, Func<ConfigReader, Optimizer>> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Adam"] = c => new Adam(Rate(c, 0.001f), c.Single("beta_1", 0.9f), c.Single("beta_2", 0.999f), c.Single("epsilon", 1e-7f), c.Boolean("amsgrad", false), c.String("name", "adam")!)
        {
            ClipNorm = Limit(c, "clipnorm"),
            ClipValue = Limit(c, "clipvalue"),
            GlobalClipNorm = Limit(c, "global_clipnorm"),
        },
        ["SGD"] = c => new SGD(Rate(c, 0.01f), c.Single("momentum", 0), c.Boolean("nesterov", false), c.String("name", "sgd")!)
        {
            ClipNorm = Limit(c, "clipnorm"),
            ClipValue = Limit(c, "clipvalue"),
            GlobalClipNorm = Limit(c, "global_clipnorm"),
        },
    };

    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static Optimizer Create(string name, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(name);
        Func<ConfigReader, Optimizer>? create;
        lock (s_lock)
        {
            if (!s_known.TryGetValue(name, out create))
                throw Suggestion.Unknown("optimizer", name, s_known.Keys.Select(SnakeCase.From), nameof(name), "One of your own is a class derived from Optimizer.");
        }

        var reader = new ConfigReader(name, config);
        reader.WarnIfSet("weight_decay", "gradient_accumulation_steps", "loss_scale_factor");
        if (reader.Boolean("use_ema", false)) Warnings.Raise($"{reader.What}: \"use_ema\" is ignored; it would matter for training only.");
        return create(reader);
    }

    /// <exception cref="InvalidDataException">The node is no optimizer, or one that is not known.</exception>
    public static Optimizer FromConfig(JsonNode? node)
    {
        try
        {
            if (node is JsonValue value && value.TryGetValue(out string? alone)) return Create(alone, []);
            if (node is JsonObject o && o["class_name"] is JsonValue name && name.TryGetValue(out string? className))
                return Create(className, o["config"] as JsonObject ?? []);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        throw new InvalidDataException($"An optimizer should be a name or an object with a class_name, but is {node?.ToJsonString() ?? "null"}.");
    }

    public static void Register(string className, Func<JsonObject, Optimizer> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(className);
        ArgumentNullException.ThrowIfNull(create);
        lock (s_lock)
        {
            if (!s_known.TryAdd(className, reader => create(reader.Config)))
                throw new ArgumentException($"There is an optimizer \"{className}\" already.", nameof(className));
        }
    }

    // Keras before 2.3 wrote "lr". A schedule is an object; its first rate is taken.
    private static float Rate(ConfigReader config, float otherwise)
    {
        if (config.Config["learning_rate"] is JsonObject schedule)
        {
            Warnings.Raise($"{config.What}: the learning rate follows a schedule in the file, which is not supported; its initial rate is used.");
            return new ConfigReader(config.What, schedule["config"] as JsonObject ?? []).Single("initial_learning_rate", otherwise);
        }

        return config.Single("learning_rate", config.Single("lr", otherwise));
    }

    private static float? Limit(ConfigReader config, string key) => config.Config[key] is null ? null : config.Single(key);
}
