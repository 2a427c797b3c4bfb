using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Optimizers;

namespace Receptive.Tests.Layers.Contract;

/// <summary>What can be seen of a layer: shapes, initial weights, outputs, the losses of two steps, the weights after them.</summary>
internal sealed class Observation
{
    private readonly List<(string What, float[] Values)> _seen = [];

    private Observation(LayerSpecimen specimen, Layer layer)
    {
        const int batch = 3;
        Model model = specimen.ModelOf(layer);
        foreach (Shape shape in model.OutputShapes) See("output shape", [.. shape.ToArray().Select(size => (float)size)]);
        foreach (Variable weight in model.Weights) See($"initial {weight.Name}", weight.Span);
        Predict("outputs");
        model.Compile(new SGD(0.125), "mse");
        Examples targets = Examples.Of([.. model.OutputShapes.Select((shape, i) => Examples.FromTensor(
            Tensor.Create(LayerSpecimen.Numbers(shape.Elements(batch), 50 + (ulong)i), [batch, .. shape.Dimensions[1..].ToArray().Select(size => (nint)size)])))]);
        for (int step = 0; step < 2; step++) See($"loss of step {step}", [(float)model.TrainOnBatch(specimen.Batch(batch), targets)[0]]);
        foreach (Variable weight in model.Weights) See($"trained {weight.Name}", weight.Span);
        Predict("outputs after training");

        void Predict(string what)
        {
            foreach (Tensor<float> output in model.PredictAll(specimen.Batch(batch)))
            {
                float[] values = new float[output.FlattenedLength];
                output.FlattenTo(values);
                See(what, values);
            }
        }
    }

    public static Observation Of(LayerSpecimen specimen, Layer layer) => new(specimen, layer);

    public IEnumerable<float> Losses => _seen.Where(seen => seen.What.StartsWith("loss", StringComparison.Ordinal)).Select(seen => seen.Values[0]);

    /// <summary>The values of a kind, such as "trained", by what they are of.</summary>
    public Dictionary<string, float[]> All(string kind) =>
        _seen.Where(seen => seen.What.StartsWith(kind, StringComparison.Ordinal)).ToDictionary(seen => seen.What[(kind.Length + 1)..], seen => seen.Values);

    /// <summary>The first thing in which two observations differ; null if there is none.</summary>
    public string? Difference(Observation other)
    {
        if (_seen.Count != other._seen.Count) return $"{_seen.Count} and {other._seen.Count} values";
        for (int i = 0; i < _seen.Count; i++)
        {
            if (_seen[i].What != other._seen[i].What || !_seen[i].Values.AsSpan().SequenceEqual(other._seen[i].Values)) return _seen[i].What;
        }

        return null;
    }

    private void See(string what, ReadOnlySpan<float> values) => _seen.Add((what, values.ToArray()));
}
