namespace Receptive.Graph;

/// <summary>Walks over graphs.</summary>
public static class Traversal
{
    /// <summary>The roots and everything they are computed from, in order of creation: inputs before their users.</summary>
    public static IReadOnlyList<SymbolicTensor> InOrder(IEnumerable<SymbolicTensor> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var found = new HashSet<SymbolicTensor>();
        var pending = new Stack<SymbolicTensor>();
        foreach (SymbolicTensor root in roots)
        {
            if (found.Add(root)) pending.Push(root);
        }

        while (pending.TryPop(out SymbolicTensor? tensor))
        {
            foreach (SymbolicTensor input in tensor.Inputs)
            {
                if (found.Add(input)) pending.Push(input);
            }
        }

        SymbolicTensor[] ordered = [.. found];
        Array.Sort(ordered, (a, b) => a.Id.CompareTo(b.Id));
        return ordered;
    }
}
