using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Initializers;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>
/// What exists, and so which cases have to agree. Everything else is skipped, with what is missing as the reason. A class
/// that comes into being has to be added here: as long as it is not, its cases fail and say so.
/// </summary>
public static class Scope
{
    private static readonly HashSet<string> s_layers = ["Activation", "Conv2D", "Dense", "Dropout", "Flatten", "InputLayer", "MaxPooling2D", "Sequential"];
    private static readonly HashSet<string> s_activations = ["linear", "relu", "sigmoid", "softmax", "tanh"];
    private static readonly HashSet<string> s_losses = ["BinaryCrossentropy", "CategoricalCrossentropy", "MeanAbsoluteError", "MeanSquaredError", "SparseCategoricalCrossentropy"];
    private static readonly HashSet<string> s_metrics = [.. s_losses, "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy"];
    private static readonly HashSet<string> s_optimizers = ["Adam", "SGD"];
    private static readonly HashSet<string> s_callbacks = ["EarlyStopping"];
    private static readonly HashSet<string> s_initializers =
    [
        "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Ones",
        "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Zeros",
    ];

    /// <summary>Settings of a layer that do not exist yet.</summary>
    private static readonly string[] s_layerSettings =
        ["kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint"];

    /// <summary>Settings of an optimizer that do not exist yet.</summary>
    private static readonly string[] s_optimizerSettings = ["weight_decay", "use_ema", "gradient_accumulation_steps", "loss_scale_factor", "amsgrad"];

    /// <summary>What a fit's case may say: arguments of Compile and Fit, and what the README of the cases adds to them.</summary>
    private static readonly HashSet<string> s_fitArguments =
    [
        "batch_size", "epochs", "initial_epoch", "steps_per_epoch", "class_weight", "sample_weight", "validation_data", "validation_split",
        "validation_freq", "validation_steps", "validation_batch_size", "early", "freeze", "sparse",
    ];

    private static readonly HashSet<string> s_compileArguments = ["optimizer", "loss", "metrics", "weighted_metrics"];

    public static void RequireLayer(string className, JsonObject config)
    {
        Require(s_layers, className, () => Layer.FromConfig(className, (JsonObject)config.DeepClone()));
        RequireSettings(config, s_layerSettings);
        if (config["activation"] is JsonValue value && value.TryGetValue(out string? activation))
            Require(s_activations, activation, () => ActivationFunction.Get(activation));
    }

    /// <summary>A model in Keras' JSON: all of its layers, also those of models inside it.</summary>
    public static void RequireModel(JsonObject model)
    {
        string className = (string)model["class_name"]!;
        Require(s_layers, className, () => Layer.FromConfig(className, (JsonObject)model["config"]!.DeepClone()));
        foreach (JsonNode? layer in model["config"]!["layers"]!.AsArray())
        {
            if (layer!["config"]!["layers"] is not null)
                RequireModel(layer.AsObject());
            else
                RequireLayer((string)layer["class_name"]!, layer["config"]!.AsObject());
        }
    }

    public static void RequireLoss(string className, JsonObject config) => Require(s_losses, className, () => Loss.FromConfig(Node(className, config)));

    public static void RequireMetric(string className, JsonObject config) => Require(s_metrics, className, () => Metric.FromConfig(Node(className, config)));

    public static void RequireOptimizer(string className, JsonObject config)
    {
        Require(s_optimizers, className, () => Optimizer.FromConfig(Node(className, config)));
        RequireSettings(config, s_optimizerSettings);
        if (config["learning_rate"] is JsonObject schedule) Skip((string)schedule["class_name"]!);
    }

    public static void RequireInitializer(string className, JsonObject config) => Require(s_initializers, className, () => Initializer.FromConfig(Node(className, config)));

    public static void RequireCallback(string className)
    {
        if (!s_callbacks.Contains(className)) Skip(className);
    }

    /// <summary>A loss or metrics as Compile takes them: by a name, or as a list of a class and its configuration.</summary>
    public static void RequireNamed(JsonNode? node, Func<string, object> get)
    {
        switch (node)
        {
            case JsonValue value when !Exists(() => get((string)value!)):
                Skip((string)value!);
                break;
            case JsonArray array:
                foreach (JsonNode? item in array.Where(item => item is not JsonObject))
                    RequireNamed(item, get);
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

    private static void RequireSettings(JsonObject config, string[] missing)
    {
        foreach (string key in missing)
        {
            if (config[key] is { } value && value.GetValueKind() != System.Text.Json.JsonValueKind.False) Skip(key);
        }
    }

    private static void Require(HashSet<string> known, string name, Func<object> make)
    {
        if (known.Contains(name)) return;
        Assert.False(Exists(make), $"'{name}' exists now: add it to {nameof(Scope)}, so that its cases count.");
        Skip(name);
    }

    private static bool Exists(Func<object> make)
    {
        try
        {
            make();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return false;
        }
    }
}
