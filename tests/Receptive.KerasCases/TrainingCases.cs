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
    /// <summary>Of a loss after some steps, whose weights have been rounded as often.</summary>
    private const float LossTolerance = 1e-4f;

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

        int batch = (int)json["batch"]!, steps = (int)json["steps"]!;
        JsonObject[] logs = [.. json["logs"]!.AsArray().Select(step => step!.AsObject())];
        var rounding = new Rounding(arrays, Train);
        (double[] logged, float[][] weights) = Train(arrays);
        int at = 0;
        for (int step = 0; step < steps; step++)
        {
            foreach ((string key, JsonNode? value) in logs[step])
                rounding.CheckLog(at, (double)value!, logged[at++], $"{key} of step {step + 1}", key == "loss" ? LossTolerance : Agreement.Tolerance);
        }

        for (int i = 0; i < weights.Length; i++) rounding.CheckWeights(i, arrays[$"final{i}"].Values, weights[i], $"weight {i}");

        (double[], float[][]) Train(Dictionary<string, FixtureArray> data)
        {
            var model = (Model)Layer.FromConfig((string)config["class_name"]!, (JsonObject)config["config"]!.DeepClone());
            SetWeights(model, data, "init");
            model.Compile(Optimizer.FromConfig(optimizer.DeepClone()), Loss.Get((string)json["loss"]!), [.. metrics.Select(Metric.FromConfig)]);
            var values = new List<double>();
            for (int step = 0; step < steps; step++)
            {
                Training.EvaluationResult result = model.TrainOnBatch(Rows(data["x"], step * batch, batch), Rows(data["y"], step * batch, batch));
                values.AddRange(logs[step].Select(pair => result[pair.Key]));
            }

            return ([.. values], WeightsOf(model));
        }
    }

    internal static float[][] WeightsOf(Model model) => [.. model.Weights.Select(weight => weight.Span.ToArray())];

    internal static void SetWeights(Model model, Dictionary<string, FixtureArray> arrays, string prefix)
    {
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Assert.Equal(arrays[$"{prefix}{i}"].Shape, model.Weights[i].Shape.ToArray());
            model.Weights[i].Assign(arrays[$"{prefix}{i}"].Values);
        }
    }

    private static System.Numerics.Tensors.Tensor<float> Rows(FixtureArray array, int first, int count)
    {
        int rowLength = array.Values.Length / array.Rows;
        return Agreement.ToTensor(new FixtureArray([count, .. array.Shape[1..]], array.Values[(first * rowLength)..((first + count) * rowLength)]));
    }
}
