using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Description;
using Receptive.Losses;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>
/// What exists, and so which cases have to agree: whatever the registries know. A case of another class is skipped, with
/// the class as the reason.
/// </summary>
internal static class Scope
{
    private static readonly HashSet<string> s_callbacks = ["EarlyStopping", "ReduceLROnPlateau"];

    /// <summary>What a fit's case may say: arguments of Compile and Fit, and what the README of the cases adds to them.</summary>
    private static readonly HashSet<string> s_fitArguments =
    [
        "batch_size", "epochs", "initial_epoch", "steps_per_epoch", "class_weight", "sample_weight", "validation_data", "validation_split",
        "validation_freq", "validation_steps", "validation_batch_size", "early", "freeze", "plateau", "sparse", "two",
    ];

    private static readonly HashSet<string> s_compileArguments = ["optimizer", "loss", "metrics", "weighted_metrics", "loss_weights"];

    public static void RequireLayer(string className, JsonObject config)
    {
        Require(Registries.Layers, className);
        foreach ((string key, JsonNode? value) in config)
        {
            if (key.Contains("activation", StringComparison.Ordinal) && Codecs.TryText(value, out string? activation) && ActivationFunction.Table.Find(activation!) is null) Skip(activation!);
            if (value is not JsonObject described || !Codecs.TryText(described["class_name"], out string? inner)) continue;
            if (key.EndsWith("_regularizer", StringComparison.Ordinal)) Require(Registries.Regularizers, inner!);
            if (key.EndsWith("_constraint", StringComparison.Ordinal)) Require(Registries.Constraints, inner!);
            if (key.EndsWith("_initializer", StringComparison.Ordinal)) Require(Registries.Initializers, inner!);
        }
    }

    /// <summary>A model in Keras' JSON: all of its layers, also those of models inside it.</summary>
    public static void RequireModel(JsonObject model)
    {
        Require(Registries.Layers, (string)model["class_name"]!);
        foreach (JsonNode? layer in model["config"]!["layers"]!.AsArray())
        {
            if (layer!["config"]!["layers"] is not null) RequireModel(layer.AsObject());
            else RequireLayer((string)layer["class_name"]!, layer["config"]!.AsObject());
        }
    }

    public static void RequireLoss(string className) => Require(Registries.Losses, className);

    public static void RequireMetric(string className)
    {
        if (!Registries.Metrics.Knows(className) && !Registries.Losses.Knows(className)) Skip(className);
    }

    public static void RequireOptimizer(string className, JsonObject config)
    {
        Require(Registries.Optimizers, className);
        if (config["learning_rate"] is JsonObject schedule) RequireSchedule((string)schedule["class_name"]!);
    }

    public static void RequireSchedule(string className) => Require(Registries.Schedules, className);

    public static void RequireInitializer(string className) => Require(Registries.Initializers, className);

    public static void RequireRegularizer(string className) => Require(Registries.Regularizers, className);

    public static void RequireConstraint(string className) => Require(Registries.Constraints, className);

    public static void RequireCallback(string className)
    {
        if (!s_callbacks.Contains(className)) Skip(className);
    }

    /// <summary>Losses or metrics as Compile takes them: a name, a list, a class with its configuration, or one of these an output.</summary>
    public static void RequireNamed(JsonNode? node, Action<string> require)
    {
        switch (node)
        {
            case JsonValue value:
                require((string)value!);
                break;
            case JsonArray array:
                foreach (JsonNode? item in array.Where(item => item is not JsonObject)) RequireNamed(item, require);
                break;
            case JsonObject outputs:
                foreach ((_, JsonNode? item) in outputs) RequireNamed(item, require);
                break;
        }
    }

    public static void RequireFit(JsonObject compile, JsonObject fit)
    {
        foreach ((string key, JsonNode? value) in compile)
        {
            if (value is not null && !s_compileArguments.Contains(key)) Skip(key);
        }

        foreach ((string key, JsonNode? value) in fit)
        {
            if (value is not null && !s_fitArguments.Contains(key)) Skip(key);
        }
    }

    /// <summary>A class of which nothing exists yet.</summary>
    public static void Skip(string what) => Assert.Skip($"out of scope: {what}");

    /// <summary>An object in Keras' JSON.</summary>
    public static JsonObject Node(string className, JsonObject config) => new() { ["class_name"] = className, ["config"] = config.DeepClone() };

    /// <summary>A loss given by name, or as a class with its configuration.</summary>
    public static Loss LossOf(JsonNode node) => node is JsonArray pair ? Loss.FromConfig(Node((string)pair[0]!, pair[1]!.AsObject())) : Loss.Get((string)node!);

    private static void Require<T>(Registry<T> registry, string name)
        where T : KerasObject
    {
        if (!registry.Knows(name)) Skip(name);
    }
}
