using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// A spanning tree of a graph, in which each tensor hangs below the latest of its inputs. Whether one tensor is above
/// another is known at once, and then the one is needed for the other. The converse does not hold: a graph has paths that
/// the tree has not. Hanging each below its latest input makes the tree's paths long: from a layer to all of its gradient.
/// </summary>
internal sealed class AncestorTree
{
    private readonly Dictionary<SymbolicTensor, (int Enter, int Leave)> _spans = [];

    /// <param name="order">The tensors, each after its inputs.</param>
    public AncestorTree(IReadOnlyList<SymbolicTensor> order)
    {
        var index = new Dictionary<SymbolicTensor, int>(order.Count);
        int[] parents = new int[order.Count], sizes = new int[order.Count], enters = new int[order.Count];
        for (int i = 0; i < order.Count; i++)
        {
            index[order[i]] = i;
            parents[i] = order[i].Inputs.Select(input => index[input]).DefaultIfEmpty(-1).Max();
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            sizes[i]++;
            if (parents[i] >= 0) sizes[parents[i]] += sizes[i];
        }

        // Each subtree gets a run of numbers: its root the first, its children's subtrees the rest.
        int[] free = new int[order.Count];
        int next = 0;
        for (int i = 0; i < order.Count; i++)
        {
            int parent = parents[i];
            enters[i] = parent < 0 ? next : free[parent];
            if (parent < 0) next += sizes[i];
            else free[parent] += sizes[i];
            free[i] = enters[i] + 1;
            _spans[order[i]] = (enters[i], enters[i] + sizes[i]);
        }
    }

    /// <summary>Whether a tensor is above another in the tree, or is that.</summary>
    public bool IsAncestor(SymbolicTensor above, SymbolicTensor below)
    {
        (int enter, int leave) = _spans[above];
        int at = _spans[below].Enter;
        return enter <= at && at < leave;
    }
}
