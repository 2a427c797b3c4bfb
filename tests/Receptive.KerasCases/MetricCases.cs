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
        var json = Fixtures.Json(name);
        var className = (string)json["class_name"]!;
        Scope.RequireMetric(className);
        var arrays = Fixtures.Arrays(name);

        double[]? totals = null;
        var examples = 0;
        for (var update = 0; arrays.TryGetValue($"y_pred{update}", out var prediction); update++)
        {
            var truth = arrays[$"y_true{update}"];
            var yTrue = Agreement.Placeholder(truth, "y_true");
            var yPred = Agreement.Placeholder(prediction, "y_pred");
            var metric = Metric.FromConfig(Scope.Node(className, json["config"]!.AsObject())).Resolve(yTrue.Shape, yPred.Shape);
            var added = Agreement.Run([(yTrue, truth.Values), (yPred, prediction.Values)], [metric.Update(yTrue, yPred, null)], prediction.Rows)[0];
            totals ??= new double[added.Length];
            for (var i = 0; i < totals.Length; i++)
                totals[i] += added[i];
            examples += prediction.Rows;
            Agreement.Check(arrays["results"].Values[update], metric.Result(totals, examples), $"result after batch {update + 1}");
        }
    }
}
