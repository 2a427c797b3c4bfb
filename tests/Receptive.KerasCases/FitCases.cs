using System.Globalization;
using System.Text.Json.Nodes;
using Receptive.Callbacks;
using Receptive.Layers;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A whole fit without shuffling: its history, the epochs it ran, and the weights at the end.</summary>
public sealed class FitCases
{
    public static TheoryData<string> Names => Fixtures.Names("fits");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        JsonObject config = json["config"]!.AsObject();
        JsonObject compile = json["compile"]!.AsObject();
        JsonObject fit = json["fit"]!.AsObject();
        Scope.RequireModel(config);
        Scope.RequireFit(compile, fit);
        if (compile["loss"] is not JsonArray) Scope.RequireNamed(compile["loss"], Scope.RequireLoss);
        Scope.RequireNamed(compile["metrics"], Scope.RequireMetric);
        Scope.RequireNamed(compile["weighted_metrics"], Scope.RequireMetric);
        (string? optimizerClass, JsonObject? optimizerConfig) = Described(compile["optimizer"]!);
        Scope.RequireOptimizer(optimizerClass, optimizerConfig);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);

        (string Name, JsonArray Values)[] expected = [.. json["history"]!.AsObject().Select(pair => (pair.Key, pair.Value!.AsArray()))];
        var rounding = new Rounding(arrays, moved => Train(moved["x"]) is var (other, log) ? (LogsOf(log), TrainingCases.WeightsOf(other)) : default);
        (Model model, History history) = Train(arrays["x"]);
        Assert.Equal(json["epochs_run"]!.AsArray().Select(epoch => (int)epoch!), history.Epochs);
        double[] logs = LogsOf(history);
        int at = 0;
        foreach ((string key, JsonArray values) in expected)
        {
            Assert.Equal(values.Count, history[key].Count);
            for (int i = 0; i < values.Count; i++, at++) rounding.CheckLog(at, (double)values[i]!, logs[at], $"{key} number {i + 1}", Agreement.Tolerance);
        }

        for (int i = 0; i < model.Weights.Count; i++)
            rounding.CheckWeights(i, arrays[$"final{i}"].Values, model.Weights[i].Span.ToArray(), model.Weights[i].Name);

        double[] LogsOf(History log) => [.. expected.SelectMany(entry => log[entry.Name])];

        (Model, History) Train(FixtureArray images)
        {
            var model = (Model)Layer.FromConfig((string)config["class_name"]!, (JsonObject)config["config"]!.DeepClone());
            TrainingCases.SetWeights(model, arrays, "init");
            foreach (JsonNode? index in fit["freeze"]?.AsArray() ?? [])
                FitLayers(model)[(int)index!].Trainable = false;
            var optimizer = Optimizer.FromConfig(Scope.Node(optimizerClass, optimizerConfig));
            if (compile["loss"] is JsonObject losses)
            {
                model.Compile(
                    optimizer, losses.ToDictionary(pair => pair.Key, pair => Scope.LossOf(pair.Value!)),
                    compile["metrics"]?.AsObject().ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Metric>)MetricsOf(pair.Value)),
                    compile["loss_weights"]?.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!));
            }
            else
            {
                model.Compile(optimizer, Scope.LossOf(compile["loss"]!), MetricsOf(compile["metrics"]), MetricsOf(compile["weighted_metrics"]));
            }

            var callbacks = new List<Callback>();
            if (fit["early"] is JsonObject early)
                callbacks.Add(CallbackCases.EarlyStoppingOf(early));
            if (fit["plateau"] is JsonObject plateau) callbacks.Add(CallbackCases.PlateauOf(plateau));
            History history = model.Fit(
                Agreement.ToTensor(images),
                fit["two"] is null ? Agreement.ToTensor(arrays["y"]) : Examples.Named(("a", Agreement.ToTensor(arrays["y_a"])), ("b", Agreement.ToTensor(arrays["y_b"]))),
                batchSize: (int?)fit["batch_size"] ?? 32,
                epochs: (int?)fit["epochs"] ?? 1,
                verbose: 0,
                callbacks: callbacks,
                validationData: fit["validation_data"] is null ? null : BatchSource.From(Agreement.ToTensor(arrays["x_val"]), Agreement.ToTensor(arrays["y_val"])),
                shuffle: false,
                classWeight: fit["class_weight"]?.AsObject().ToDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => (float)pair.Value!),
                sampleWeight: fit["sample_weight"] is null ? null : Agreement.ToTensor(arrays["sample_weight"]),
                initialEpoch: (int?)fit["initial_epoch"] ?? 0,
                stepsPerEpoch: (int?)fit["steps_per_epoch"],
                validationSplit: (double?)fit["validation_split"] ?? 0,
                validationSteps: (int?)fit["validation_steps"],
                validationBatchSize: (int?)fit["validation_batch_size"],
                validationFreq: (int?)fit["validation_freq"] ?? 1);
            return (model, history);
        }
    }

    // A name, or a class with its configuration.
    private static (string Class, JsonObject Config) Described(JsonNode node) => node is JsonArray pair
        ? ((string)pair[0]!, pair[1]!.AsObject())
        : ((string)node! is var name && name is "adam" ? "Adam" : (string)node! is "sgd" ? "SGD" : (string)node!, []);

    // Keras counts a functional model's input among its layers, too.
    private static IReadOnlyList<Layer> FitLayers(Model model) => model.Layers;

    private static List<Metric> MetricsOf(JsonNode? node) => [.. (node?.AsArray() ?? []).Select(metric => Metric.FromConfig(metric))];
}
