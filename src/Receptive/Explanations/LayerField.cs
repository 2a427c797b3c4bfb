using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>What the units of a layer see of the input image.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ClassName">What it is, such as <c>Conv2D</c>.</param>
/// <param name="OutputShape">The shape of its output, with the batch.</param>
/// <param name="Field">Its receptive field; null where its output does not depend on the image.</param>
/// <param name="Rows">How many units lie below one another; 1 where directions are gone.</param>
/// <param name="Columns">How many units lie side by side.</param>
public sealed record LayerField(string Name, string ClassName, Shape OutputShape, ReceptiveField? Field, int Rows, int Columns);

/// <summary>Receptive fields of models.</summary>
public static class ReceptiveFields
{
    /// <summary>
    /// The receptive field of every layer. It follows from the graph that the model computes, so it holds for branches and
    /// for custom layers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or its input is no image.</exception>
    /// <example><code>
    /// foreach (LayerField layer in ReceptiveFields.Of(model)) Console.WriteLine($"{layer.Name}: {layer.Field}");
    /// </code></example>
    public static IReadOnlyList<LayerField> Of(Model model)
    {
        ModelTrace trace = ModelTrace.Of(model);
        Dictionary<SymbolicTensor, TensorField> fields = trace.Fields();
        return [.. trace.Layers.Select(traced =>
        {
            TensorField? field = fields.TryGetValue(traced.Output, out TensorField found) ? found : null;
            return new LayerField(
                traced.Name, traced.Layer.ClassName, traced.Output.Shape,
                field is { } known ? ReceptiveField.Of(known) : null,
                field?.Height.Units(traced.Output.Shape) ?? 1,
                field?.Width.Units(traced.Output.Shape) ?? 1);
        })];
    }
}
