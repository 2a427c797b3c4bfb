using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>
/// Copies the value of a variable that the step updates where the value itself is an output or goes into an update: it has
/// to be the one from before the updates, and it is read while they run or after.
/// </summary>
internal sealed class ProtectUpdatedVariables : IGraphPass
{
    public string Name => "copy updated variables that are read late";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        HashSet<Variable> updated = [.. function.Updates.SelectMany(update => update.Updated)];
        var copies = new Dictionary<SymbolicTensor, SymbolicTensor>();
        GraphFunction result = function with
        {
            Outputs = [.. function.Outputs.Select(Protect)],
            Updates = [.. function.Updates.Select(update => update.WithInputs([.. update.Inputs.Select(Protect)]))],
        };
        effect = copies.Count == 0 ? "" : $"{copies.Count} copied";
        return copies.Count == 0 ? function : result;

        SymbolicTensor Protect(SymbolicTensor tensor)
        {
            if (ElementwiseGroups.Base(tensor).Op is not ReadOp read || !updated.Contains(read.Variable)) return tensor;
            if (!copies.TryGetValue(tensor, out SymbolicTensor? copy))
            {
                // One instruction: Copy.
                var group = new ElementwiseGroup(
                    tensor.Shape, [IndexMap.Create(tensor.Shape, tensor.Shape)], [],
                    [new ElementwiseInstruction(ElementwiseFunction.Copy, new ValueRef(ValueKind.Operand, 0), default, default)], [0]);
                copies[tensor] = copy = SymbolicTensor.Apply(new ElementwiseGroupOp(group, [tensor.Shape]), tensor);
                copy.Label = read.Variable.Name;
            }

            return copy;
        }
    }
}
