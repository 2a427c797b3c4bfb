using System.Text.Json.Nodes;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A model trained batch by batch from given weights: what each batch logs, and the weights at the end.</summary>
public sealed class TrainingCases
{
    public static TheoryData<string> Names => Fixtures.Names("training");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        JsonObject config = json["config"]!.AsObject();
        JsonObject optimizer = json["optimizer"]!.AsObject();
        Scope.RequireModel(config);
        Scope.RequireOptimizer((string)optimizer["class_name"]!, optimizer["config"]!.AsObject());
        JsonArray metrics = config["compile_config"]!["metrics"]!.AsArray();
        Scope.RequireNamed(json["loss"], Scope.RequireLoss);
        Scope.RequireNamed(metrics, Scope.RequireMetric);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);

        var model = (Model)Layer.FromConfig((string)config["class_name"]!, (JsonObject)config["config"]!.DeepClone());
        SetWeights(model, arrays, "init");
        model.Compile(Optimizer.FromConfig(optimizer.DeepClone()), Loss.Get((string)json["loss"]!), [.. metrics.Select(Metric.FromConfig)]);
        int batch = (int)json["batch"]!;
        JsonArray logs = json["logs"]!.AsArray();
        for (int step = 0; step < (int)json["steps"]!; step++)
        {
            Training.EvaluationResult result = model.TrainOnBatch(Rows(arrays["x"], step * batch, batch), Rows(arrays["y"], step * batch, batch));
            foreach ((string key, JsonNode? value) in logs[step]!.AsObject())
                Agreement.Check((double)value!, result[key], $"{key} of step {step + 1}");
        }

        CheckWeights(model, arrays);
    }

    internal static void SetWeights(Model model, Dictionary<string, FixtureArray> arrays, string prefix)
    {
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Assert.Equal(arrays[$"{prefix}{i}"].Shape, model.Weights[i].Shape.ToArray());
            model.Weights[i].Assign(arrays[$"{prefix}{i}"].Values);
        }
    }

    internal static void CheckWeights(Model model, Dictionary<string, FixtureArray> arrays, float tolerance = Agreement.Tolerance)
    {
        for (int i = 0; i < model.Weights.Count; i++)
            Agreement.Check(arrays[$"final{i}"], model.Weights[i].Span, $"{model.Weights[i].Name} at the end", tolerance);
    }

    private static System.Numerics.Tensors.Tensor<float> Rows(FixtureArray array, int first, int count)
    {
        int rowLength = array.Values.Length / array.Rows;
        return Agreement.ToTensor(new FixtureArray([count, .. array.Shape[1..]], array.Values[(first * rowLength)..((first + count) * rowLength)]));
    }
}
