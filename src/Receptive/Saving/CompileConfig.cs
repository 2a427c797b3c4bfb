using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;

namespace Receptive.Saving;

/// <summary>How a model was compiled, from and to the JSON of model files.</summary>
internal static class CompileConfig
{
    /// <summary>In the form of `.keras` files, or null for a model that was not compiled.</summary>
    public static JsonObject? Write(Model model)
    {
        if (model.Compilation is not { } compilation) return null;
        Optimizer optimizer = compilation.Optimizer;
        IReadOnlyList<OutputTarget> targets = compilation.Targets(model);
        bool single = targets.Count == 1;
        return new JsonObject
        {
            ["optimizer"] = optimizer.Serialize(),
            ["loss"] = single ? (targets[0].Loss is { } loss ? Describe(loss) : null) : ByOutput(target => target.Loss is { } own ? Describe(own) : null),
            ["loss_weights"] = targets.All(target => target.Weight == 1) ? null : single ? targets[0].Weight : ByOutput(target => target.Weight),
            ["metrics"] = single ? Describe(targets[0].Metrics) : ByOutput(target => Describe(target.Metrics)),
            ["weighted_metrics"] = targets.All(target => target.WeightedMetrics.Count == 0) ? null : single ? Describe(targets[0].WeightedMetrics) : ByOutput(target => Describe(target.WeightedMetrics)),
            ["run_eagerly"] = false,
            ["steps_per_execution"] = 1,
            ["jit_compile"] = false,
        };

        JsonObject ByOutput(Func<OutputTarget, JsonNode?> describe) => new(targets.Select((target, i) => new KeyValuePair<string, JsonNode?>(model.OutputNames[i], describe(target))).Where(pair => pair.Value is not null));
    }

    /// <summary>The same in the form of the older `.h5` files: the optimizer by another name and without its module.</summary>
    public static JsonObject ToTrainingConfig(JsonObject compileConfig)
    {
        JsonObject training = (JsonObject)compileConfig.DeepClone();
        JsonObject optimizer = (JsonObject)training["optimizer"]!;
        training.Remove("optimizer");
        training["optimizer_config"] = new JsonObject
        {
            ["class_name"] = optimizer["class_name"]!.DeepClone(),
            ["config"] = optimizer["config"]!.DeepClone(),
        };
        return training;
    }

    /// <summary>Compiles a model as its file says. What is not known there is said in a warning: the model still predicts.</summary>
    public static void Apply(Model model, JsonObject config, string path)
    {
        // Keras writes the arguments of a Compile that never was as null.
        if (config["optimizer"] is null && config["loss"] is null) return;
        try
        {
            var optimizer = Optimizer.FromConfig(WithoutPrefix(config["optimizer"]));
            if (model.OutputNames.Count <= 1 && config["loss"] is not JsonObject { Count: 1 })
            {
                model.Compile(optimizer, Loss.FromConfig(First(config["loss"])), ReadMetrics(config["metrics"], path), ReadMetrics(config["weighted_metrics"], path));
                return;
            }

            IReadOnlyList<string> outputs = model.OutputNames;
            model.Compile(
                optimizer,
                [.. outputs.Select((name, i) => Of(config["loss"], name, i) is { } loss ? Loss.FromConfig(loss) : null)],
                [.. outputs.Select((name, i) => (IReadOnlyList<Metric>)ReadMetrics(Of(config["metrics"], name, i), path))],
                [.. outputs.Select((name, i) => Codecs.TryDouble(Of(config["loss_weights"], name, i), out double weight) ? weight : 1)],
                [.. outputs.Select((name, i) => (IReadOnlyList<Metric>)ReadMetrics(Of(config["weighted_metrics"], name, i), path))]);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            Warnings.Raise($"{path}: the model is loaded, but not compiled: {e.Message} Call Compile before training or evaluating it.");
        }
    }

    /// <summary>What a list or an object has for an output; a single value holds for each.</summary>
    private static JsonNode? Of(JsonNode? node, string output, int index) => node switch
    {
        JsonArray array => index < array.Count ? array[index] : null,
        JsonObject o when !o.ContainsKey("class_name") => o[output],
        _ => node,
    };

    private static JsonNode? First(JsonNode? node) => node is JsonArray { Count: 1 } array ? array[0] : node;

    // Keras keeps a loss as it was given; one with arguments of its own needs them, any other is its name.
    private static JsonNode Describe(Loss loss)
    {
        JsonObject config = loss.GetConfig();
        try
        {
            Loss byName = Loss.Get(loss.Name);
            if (byName.GetType() == loss.GetType() && JsonNode.DeepEquals(byName.GetConfig(), config)) return JsonValue.Create(loss.Name);
        }
        catch (ArgumentException)
        {
            // Not the name of a known loss: it has one of its own.
        }

        return loss.Serialize();
    }

    private static JsonArray Describe(IEnumerable<Metric> metrics) => [.. metrics.Select(metric => metric.SerializeBriefly())];

    // Keras 2 marks classes from outside its core: "Custom>Adam".
    private static JsonNode? WithoutPrefix(JsonNode? node)
    {
        if (node is JsonObject o && o["class_name"] is JsonValue value && value.TryGetValue(out string? name) && name.Contains('>', StringComparison.Ordinal))
        {
            JsonObject copy = (JsonObject)o.DeepClone();
            copy["class_name"] = name[(name.LastIndexOf('>') + 1)..];
            return copy;
        }

        return node;
    }

    private static List<Metric> ReadMetrics(JsonNode? node, string path)
    {
        var metrics = new List<Metric>();
        switch (node)
        {
            // Lists within the list are one for each output of the model.
            case JsonArray array:
                foreach (JsonNode? item in array)
                    metrics.AddRange(ReadMetrics(item, path));
                break;
            case null:
                break;
            default:
                try
                {
                    metrics.Add(Metric.FromConfig(Unwrapped(node)));
                }
                catch (Exception e) when (e is InvalidDataException or ArgumentException)
                {
                    Warnings.Raise($"{path}: a metric of the model is left out: {e.Message}");
                }

                break;
        }

        return metrics;
    }

    // Keras 2 wraps a metric that is a function: {"class_name": "MeanMetricWrapper", "config": {"name": "mae", "fn": "mean_absolute_error"}}.
    private static JsonNode Unwrapped(JsonNode node)
    {
        if (node is not JsonObject o || o["class_name"] is not JsonValue className || !className.TryGetValue(out string? name) || name != "MeanMetricWrapper")
            return node;
        JsonObject? config = o["config"] as JsonObject;
        return Known(config?["name"]) ?? Known(config?["fn"]) ?? node;

        static JsonNode? Known(JsonNode? candidate)
        {
            try
            {
                if (candidate is JsonValue value && value.TryGetValue(out string? text))
                {
                    Metric.Get(text);
                    return value;
                }
            }
            catch (ArgumentException)
            {
                // A name its maker chose.
            }

            return null;
        }
    }
}
