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
        var json = Fixtures.Json(name);
        var className = (string)json["class_name"]!;
        var config = json["config"]!.AsObject();
        Scope.RequireLayer(className, config);
        var arrays = Fixtures.Arrays(name);
        Assert.False(arrays.ContainsKey("x1"), "a layer of several inputs is not run here yet");

        var layer = Layer.FromConfig(className, (JsonObject)config.DeepClone());
        var x = Agreement.Placeholder(arrays["x0"], "x");
        var y = layer.Apply(x, new CallContext((bool)json["training"]!));
        Assert.Equal(arrays["y"].Shape[1..], y.Shape.Dimensions[1..].ToArray());
        Assert.Equal(json["weights"]!.AsArray().Select(weight => (string?)weight!["name"]), layer.Weights.Select(weight => weight.Name[(weight.Name.LastIndexOf('/') + 1)..]));
        for (var i = 0; i < layer.Weights.Count; i++)
        {
            Assert.Equal(arrays[$"w{i}"].Shape, layer.Weights[i].Shape.ToArray());
            layer.Weights[i].Assign(arrays[$"w{i}"].Values);
        }

        var inputs = new List<(SymbolicTensor, float[])> { (x, arrays["x0"].Values) };
        var outputs = new List<(SymbolicTensor Tensor, string Name)> { (y, "y") };
        if (arrays.TryGetValue("dy", out var upstream))
        {
            var dy = Agreement.Placeholder(upstream, "dy");
            inputs.Add((dy, upstream.Values));
            var loss = Ops.ReduceSum(y * dy);
            AddGradient(Autodiff.Gradients(loss, [x])[0], "dx0");
            var gradients = Autodiff.Gradients(loss, layer.TrainableWeights);
            for (var i = 0; i < gradients.Length; i++)
                AddGradient(gradients[i], $"dtw{i}");
        }

        var results = Agreement.Run(inputs, [.. outputs.Select(output => output.Tensor)], arrays["x0"].Rows);
        for (var i = 0; i < results.Length; i++)
            Agreement.Check(arrays[outputs[i].Name], results[i], outputs[i].Name);

        void AddGradient(SymbolicTensor? gradient, string gradientName)
        {
            if (!arrays.TryGetValue(gradientName, out var expected))
                return;
            if (gradient is null)
                Assert.All(expected.Values, value => Assert.Equal(0, value));
            else
                outputs.Add((gradient, gradientName));
        }
    }
}
