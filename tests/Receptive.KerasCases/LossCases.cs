using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Losses;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A loss's value with and without weights of the examples, and its gradient by the prediction.</summary>
public sealed class LossCases
{
    public static TheoryData<string> Names => Fixtures.Names("losses");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        string className = (string)json["class_name"]!;
        Scope.RequireLoss(className);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);

        Loss loss = Loss.FromConfig(Scope.Node(className, json["config"]!.AsObject()));
        SymbolicTensor yTrue = Agreement.Placeholder(arrays["y_true"], "y_true");
        SymbolicTensor yPred = Agreement.Placeholder(arrays["y_pred"], "y_pred");
        var inputs = new List<(SymbolicTensor, float[])> { (yTrue, arrays["y_true"].Values), (yPred, arrays["y_pred"].Values) };
        SymbolicTensor? weight = null;
        if (arrays.TryGetValue("sample_weight", out FixtureArray? weights))
        {
            weight = Agreement.Placeholder(weights, "sample_weight");
            inputs.Add((weight, weights.Values));
        }

        SymbolicTensor value = loss.Apply(yTrue, yPred, weight);
        SymbolicTensor? gradient = Autodiff.Gradients(Ops.ReduceSum(value), [yPred])[0];
        Assert.NotNull(gradient);
        float[][] results = Agreement.Run(inputs, [value, gradient], arrays["y_pred"].Rows);
        Agreement.Check(arrays["value"], results[0], "value");
        Agreement.Check(arrays["grad"], results[1], "gradient");
    }
}
