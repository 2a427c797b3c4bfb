using System.Text;

namespace Receptive.Graph;

/// <summary>
/// Graphs as text, one line a tensor, numbered from 0 within the function:
/// <c>%7 = Conv2D(strides 1x1, padding valid)(%0, %3)  (None, 26, 26, 32)  conv2d</c>. Constants of one number stand in
/// the lines that use them. The same function gives the same text in every process.
/// </summary>
public static class GraphPrinter
{
    /// <summary>The text of a function, lines ended by a line feed.</summary>
    public static string Print(GraphFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var names = new Dictionary<SymbolicTensor, string>();
        var lines = new List<(string Call, string Shape, string? Label)>();
        HashSet<SymbolicTensor> results = [.. function.Outputs, .. function.Updates.Select(update => update.Value)];
        foreach (SymbolicTensor tensor in function.TensorsInOrder())
        {
            if (tensor.Op is ConstantOp { ScalarValue: { } value } && !results.Contains(tensor))
            {
                names[tensor] = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                continue;
            }

            string name = $"%{lines.Count}";
            string inputs = tensor.Inputs.Count == 0 ? "" : $"({Join(names, tensor.Inputs)})";
            lines.Add(($"{name} = {tensor.Op.Describe()}{inputs}", tensor.Shape.ToString(), tensor.Label));
            names[tensor] = name;
        }

        var text = new StringBuilder();
        text.Append(function.Name).Append('(').Append(Join(names, function.Inputs)).Append(")\n");
        int callWidth = lines.Select(line => line.Call.Length).DefaultIfEmpty().Max();
        int shapeWidth = lines.Select(line => line.Shape.Length).DefaultIfEmpty().Max();
        foreach ((string call, string shape, string? label) in lines)
        {
            string line = $"  {call.PadRight(callWidth)}  {shape.PadRight(shapeWidth)}  {label}";
            text.Append(line.TrimEnd()).Append('\n');
        }

        foreach (Assignment update in function.Updates)
            text.Append("  ").Append(update.Variable.Name).Append(" = ").Append(names[update.Value]).Append('\n');

        return text.Append("  return ").Append(Join(names, function.Outputs)).Append('\n').ToString();
    }

    private static string Join(Dictionary<SymbolicTensor, string> names, IReadOnlyList<SymbolicTensor> tensors) =>
        string.Join(", ", tensors.Select(tensor => names[tensor]));
}
