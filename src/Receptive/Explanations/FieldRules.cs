using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>
/// Receptive fields of a graph's tensors, from the input on. Each op says what it does to a field (<see cref="Op.FieldOf"/>), so this
/// holds for branches, skips and custom layers alike.
/// </summary>
internal static class FieldRules
{
    /// <summary>The field of each tensor that depends on the image.</summary>
    /// <param name="input">The image, a placeholder.</param>
    /// <param name="roots">What is computed from it.</param>
    /// <param name="heightDimension">The dimension of the input that runs down the image.</param>
    /// <param name="widthDimension">The dimension of the input that runs across.</param>
    public static Dictionary<SymbolicTensor, TensorField> Trace(
        SymbolicTensor input, IEnumerable<SymbolicTensor> roots, int heightDimension = 1, int widthDimension = 2)
    {
        var fields = new Dictionary<SymbolicTensor, TensorField>
        {
            [input] = new(new(FieldAxis.Pixel, heightDimension), new(FieldAxis.Pixel, widthDimension)),
        };
        foreach (SymbolicTensor tensor in Traversal.InOrder(roots))
        {
            if (fields.ContainsKey(tensor)) continue;
            Shape[] inputs = [.. tensor.Inputs.Select(of => of.Shape)];
            TensorField? united = null;
            for (int i = 0; i < inputs.Length; i++)
            {
                if (!fields.TryGetValue(tensor.Inputs[i], out TensorField field)) continue;
                TensorField through = tensor.Op.FieldOf(i, field, inputs, tensor.Shape);
                united = united?.Union(through, tensor.Shape) ?? through;
            }

            if (united is { } result) fields[tensor] = result;
        }

        return fields;
    }
}
