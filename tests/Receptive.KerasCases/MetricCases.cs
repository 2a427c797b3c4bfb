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
        double weights = 0;
        for (int update = 0; arrays.TryGetValue($"y_pred{update}", out FixtureArray? prediction); update++)
        {
            FixtureArray truth = arrays[$"y_true{update}"];
            Graph.SymbolicTensor yTrue = Agreement.Placeholder(truth, "y_true");
            Graph.SymbolicTensor yPred = Agreement.Placeholder(prediction, "y_pred");
            Metric metric = Metric.FromConfig(Scope.Node(className, json["config"]!.AsObject())).Resolve(yTrue.Shape, yPred.Shape);
            List<(Graph.SymbolicTensor, float[])> inputs = [(yTrue, truth.Values), (yPred, prediction.Values)];
            Graph.SymbolicTensor? weight = null;
            if (arrays.TryGetValue($"sample_weight{update}", out FixtureArray? ofExamples)) inputs.Add((weight = Agreement.Placeholder(ofExamples, "sample_weight"), ofExamples.Values));
            float[] added = Agreement.Run(inputs, [metric.Update(yTrue, yPred, weight)], prediction.Rows)[0];
            totals ??= new double[added.Length];
            for (int i = 0; i < totals.Length; i++)
                totals[i] += added[i];
            weights += ofExamples is null ? prediction.Rows : ofExamples.Values.Sum(value => (double)value);
            double[] results = metric.Results(totals, weights);

            // Counts are a variable of Keras' own that goes on counting: random cases hold its last value three times.
            float[] all = arrays["results"].Values;
            bool isLast = !arrays.ContainsKey($"y_pred{update + 1}");
            if (!isLast && (className.EndsWith("Positives", StringComparison.Ordinal) || className.EndsWith("Negatives", StringComparison.Ordinal)) && Enumerable.Range(results.Length, all.Length - results.Length).All(i => all[i] == all[i - results.Length])) continue;
            float[] expected = all[(update * results.Length)..((update + 1) * results.Length)];
            Agreement.Check(expected, Array.ConvertAll(results, result => (float)result), $"result after batch {update + 1}");
        }
    }
}
