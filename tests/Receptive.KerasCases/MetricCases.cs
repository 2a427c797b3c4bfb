using System.Text.Json.Nodes;
using Receptive.Metrics;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A metric's result after each of three batches.</summary>
public sealed class MetricCases
{
    public static TheoryData<string> Names => Fixtures.Names("metrics");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        string className = (string)json["class_name"]!;
        Scope.RequireMetric(className);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);

        double[]? totals = null;
        double totalWeight = 0;
        for (int update = 0; arrays.TryGetValue($"y_pred{update}", out FixtureArray? prediction); update++)
        {
            FixtureArray truth = arrays[$"y_true{update}"];
            Graph.SymbolicTensor yTrue = Agreement.Placeholder(truth, "y_true");
            Graph.SymbolicTensor yPred = Agreement.Placeholder(prediction, "y_pred");
            Metric metric = Metric.FromConfig(Scope.Node(className, json["config"]!.AsObject())).Resolve(yTrue.Shape, yPred.Shape);
            List<(SymbolicTensor, float[])> inputs = [(yTrue, truth.Values), (yPred, prediction.Values)];
            SymbolicTensor? weights = null;
            if (arrays.TryGetValue($"sample_weight{update}", out FixtureArray? sampleWeight))
            {
                weights = Agreement.Placeholder(sampleWeight, "sample_weight");
                inputs.Add((weights, sampleWeight.Values));
            }

            float[] added = Agreement.Run(inputs, [metric.Update(yTrue, yPred, weights)], prediction.Rows)[0];
            totals ??= new double[added.Length];
            for (int i = 0; i < totals.Length; i++)
                totals[i] += added[i];
            totalWeight += sampleWeight is null ? prediction.Rows : sampleWeight.Values.Sum(weight => (double)weight);
            double[] results = metric.Results(totals, totalWeight);
            float[] expected = arrays["results"].Values[(update * results.Length)..((update + 1) * results.Length)];
            Agreement.Check(expected, Array.ConvertAll(results, result => (float)result), $"result after batch {update + 1}");
        }
    }
}
