using System.Globalization;
using System.Text;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Explanations;

/// <summary>What a layer takes.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ClassName">What it is, such as <c>Conv2D</c>.</param>
/// <param name="OutputShape">The shape of its output, with the batch.</param>
/// <param name="Parameters">Its weights' elements.</param>
/// <param name="FloatingOperations">Additions, multiplications and the like for one image, by the mathematical definition.</param>
/// <param name="Comparison">For a convolution: the same task with windows of their own and fully connected.</param>
public sealed record LayerCost(string Name, string ClassName, Shape OutputShape, long Parameters, long FloatingOperations, ConnectionComparison? Comparison);

/// <summary>Parameters and operations of a model, layer by layer.</summary>
public static class LayerCosts
{
    /// <summary>Counts every layer.</summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static IReadOnlyList<LayerCost> Of(Model model)
    {
        ModelTrace trace = ModelTrace.Of(model);
        var counted = new HashSet<SymbolicTensor>(trace.Inputs);
        var costs = new List<LayerCost>();
        foreach (TracedLayer traced in trace.Layers)
        {
            long operations = 0;
            ConnectionComparison? comparison = null;
            foreach (SymbolicTensor tensor in Traversal.InOrder([traced.Output]))
            {
                if (!counted.Add(tensor)) continue;
                operations += tensor.Op.FloatingOperations([.. tensor.Inputs.Select(input => input.Shape)], tensor.Shape, batch: 1);
                if (traced.Layer is Conv layer && tensor.Op is ConvolutionOp { Geometry: { Rank: 2 } g })
                    comparison = ConnectionComparison.Of(tensor.Inputs[0].Shape, tensor.Shape, g.Axes[0].Window, g.Axes[1].Window, g.Groups, layer.UseBias);
            }

            costs.Add(new LayerCost(traced.Name, traced.Layer.ClassName, traced.Output.Shape, traced.Layer.CountParameters(), operations, comparison));
        }

        return costs;
    }

    /// <summary>
    /// The convolutions of a model against the same task with windows of their own and fully connected, as a table.
    /// </summary>
    /// <returns>Lines that each end with a line feed.</returns>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static string CompareConnections(Model model)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"weights for the same task",-28}{"shared (convolution)",22}{"local, not shared",20}{"fully connected",20}\n");
        foreach (LayerCost cost in Of(model))
        {
            if (cost.Comparison is { } c)
                text.Append(CultureInfo.InvariantCulture, $"{cost.Name,-28}{c.Shared.Parameters,22:N0}{c.Local.Parameters,20:N0}{c.Dense.Parameters,20:N0}\n");
        }

        return text.ToString();
    }
}
