using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Copies the value of a variable that the step updates where the value itself is an output or becomes the value of another
/// variable: it has to be the one from before the updates, and it is read after them.
/// </summary>
internal sealed class ProtectUpdatedVariables : IGraphPass
{
    public string Name => "copy updated variables that are read late";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        HashSet<Variable> updated = [.. function.Updates.Select(update => update.Variable)];
        var copies = new Dictionary<SymbolicTensor, SymbolicTensor>();
        GraphFunction result = function with
        {
            Outputs = [.. function.Outputs.Select(Protect)],
            Updates = [.. function.Updates.Select(update => new Assignment(update.Variable, Protect(update.Value)))],
        };
        effect = copies.Count == 0 ? "" : $"{copies.Count} copied";
        return copies.Count == 0 ? function : result;

        SymbolicTensor Protect(SymbolicTensor tensor)
        {
            if (ElementwiseGroups.Base(tensor).Op is not ReadOp read || !updated.Contains(read.Variable)) return tensor;
            if (!copies.TryGetValue(tensor, out SymbolicTensor? copy))
            {
                copies[tensor] = copy = SymbolicTensor.Apply(new ElementwiseGroupOp(ElementwiseGroup.Copy(tensor.Shape), [tensor.Shape]), tensor);
                copy.Label = read.Variable.Name;
            }

            return copy;
        }
    }
}
