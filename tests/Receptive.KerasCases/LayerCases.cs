using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A layer's output, and the gradients of sum(y dy) by its input and its weights.</summary>
public sealed class LayerCases
{
    public static TheoryData<string> Names => Fixtures.Names("layers");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        string className = (string)json["class_name"]!;
        JsonObject config = json["config"]!.AsObject();
        Scope.RequireLayer(className, config);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);
        Assert.False(arrays.ContainsKey("x1"), "a layer of several inputs is not run here yet");

        Layer layer = Layer.FromConfig(className, (JsonObject)config.DeepClone());
        SymbolicTensor x = Agreement.Placeholder(arrays["x0"], "x");
        SymbolicTensor y = layer.Apply(x, (bool)json["training"]!);
        Assert.Equal(arrays["y"].Shape[1..], y.Shape.Dimensions[1..].ToArray());
        Assert.Equal(json["weights"]!.AsArray().Select(weight => (string?)weight!["name"]), layer.Weights.Select(weight => weight.Name[(weight.Name.LastIndexOf('/') + 1)..]));
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            Assert.Equal(arrays[$"w{i}"].Shape, layer.Weights[i].Shape.ToArray());
            layer.Weights[i].Assign(arrays[$"w{i}"].Values);
        }

        var inputs = new List<(SymbolicTensor, float[])> { (x, arrays["x0"].Values) };
        var outputs = new List<(SymbolicTensor Tensor, string Name)> { (y, "y") };
        if (arrays.TryGetValue("dy", out FixtureArray? upstream))
        {
            SymbolicTensor dy = Agreement.Placeholder(upstream, "dy");
            inputs.Add((dy, upstream.Values));
            SymbolicTensor loss = Ops.ReduceSum(y * dy);
            AddGradient(Autodiff.Gradients(loss, [x])[0], "dx0");
            SymbolicTensor?[] gradients = Autodiff.Gradients(loss, layer.TrainableWeights);
            for (int i = 0; i < gradients.Length; i++)
                AddGradient(gradients[i], $"dtw{i}");
        }

        float[][] results = Agreement.Run(inputs, [.. outputs.Select(output => output.Tensor)], arrays["x0"].Rows);
        for (int i = 0; i < results.Length; i++)
            Agreement.Check(arrays[outputs[i].Name], results[i], outputs[i].Name);

        void AddGradient(SymbolicTensor? gradient, string gradientName)
        {
            if (!arrays.TryGetValue(gradientName, out FixtureArray? expected)) return;
            if (gradient is null)
                Assert.All(expected.Values, value => Assert.Equal(0, value));
            else
                outputs.Add((gradient, gradientName));
        }
    }
}
