using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Computes random numbers and what follows from them alone (a dropout mask) anew in each operation that needs them, in
/// place of keeping them from the forward to the backward pass. They are pure functions of seed, step and element, so the
/// numbers are the same, and mixing a counter costs no more than fetching its result from memory.
/// </summary>
internal sealed class Rematerialize : IGraphPass
{
    public string Name => "rematerialize random masks";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        var free = new HashSet<SymbolicTensor>();
        foreach (SymbolicTensor tensor in rewriter.Order)
        {
            if (IsFree(tensor, free)) free.Add(tensor);
        }

        int copies = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            if (free.Contains(old) || !ElementwiseGroups.IsGroupable(old.Op)) return null;
            if (!old.Inputs.Any(free.Contains)) return null;
            var copied = new Dictionary<SymbolicTensor, SymbolicTensor>();
            return SymbolicTensor.Apply(old.Op, [.. old.Inputs.Select(input => free.Contains(input) ? Clone(input) : rewriter.New(input))]);

            SymbolicTensor Clone(SymbolicTensor tensor)
            {
                if (!free.Contains(tensor)) return rewriter.New(tensor);
                if (copied.TryGetValue(tensor, out SymbolicTensor? copy)) return copy;
                copies += tensor.Op is RandomUniformOp ? 1 : 0;
                copy = SymbolicTensor.Apply(tensor.Op, [.. tensor.Inputs.Select(Clone)]);
                copy.Label = tensor.Label;
                return copied[tensor] = copy;
            }
        });

        int before = rewriter.Order.Count(tensor => tensor.Op is RandomUniformOp);
        effect = copies <= before ? "" : $"{before} random tensors computed in {copies} places";
        return copies <= before ? function : result;
    }

    /// <summary>Whether a tensor is made of random numbers and scalars only, so that no memory feeds it.</summary>
    private static bool IsFree(SymbolicTensor tensor, HashSet<SymbolicTensor> free)
    {
        if (tensor.Op is RandomUniformOp) return true;
        return tensor.Op is ElementwiseOp
            && tensor.Inputs.Any(free.Contains)
            && tensor.Inputs.All(input => free.Contains(input) || input.Shape.Rank == 0);
    }
}
