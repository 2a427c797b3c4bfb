using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Which elementwise tensors of a graph are computed together. A producer joins its consumer's group when both have
/// equally many elements and nothing between them has to run outside: then its value need not go through memory.
/// </summary>
/// <remarks>
/// Going from the last tensor to the first, each joins the group of its users if that is one group; with several, the
/// first in the graph's order that it can join. A join is refused if a path from the producer to the group leads through
/// another step, since the group could then run neither before nor after that.
/// </remarks>
internal sealed class ElementwiseGroups
{
    private readonly GraphRewriter _graph;
    private readonly Dictionary<SymbolicTensor, int> _position = [];
    private readonly Dictionary<SymbolicTensor, Cluster> _clusters = [];

    public ElementwiseGroups(GraphRewriter graph)
    {
        _graph = graph;
        foreach (SymbolicTensor tensor in graph.Order)
        {
            _position[tensor] = _position.Count;
            if (!tensor.Op.IsView) _clusters[tensor] = new Cluster(tensor);
        }

        for (int i = graph.Order.Count - 1; i >= 0; i--)
        {
            if (IsGroupable(graph.Order[i].Op)) Join(graph.Order[i]);
        }
    }

    /// <summary>Whether an op is computed element by element, so that it can be part of a group.</summary>
    public static bool IsGroupable(Op op) => op is ElementwiseOp or BroadcastToOp or RandomUniformOp;

    /// <summary>The tensor whose memory a view shows; the tensor itself if it is none.</summary>
    public static SymbolicTensor Base(SymbolicTensor tensor)
    {
        while (tensor.Op.IsView) tensor = tensor.Inputs[0];
        return tensor;
    }

    /// <summary>The members of a tensor's group in the graph's order; no view.</summary>
    public IReadOnlyList<SymbolicTensor> MembersOf(SymbolicTensor tensor) => _clusters[tensor].Members;

    /// <summary>Whether two tensors that are no views are computed together.</summary>
    public bool AreTogether(SymbolicTensor a, SymbolicTensor b) => ReferenceEquals(_clusters[a], _clusters[b]);

    /// <summary>Whether something outside its group needs a member's value.</summary>
    public bool IsUsedOutside(SymbolicTensor member) =>
        _graph.IsRoot(member) || Users(member).Any(user => user.Op.IsView || !AreTogether(user, member));

    /// <summary>The users of a tensor and of its views. A view is among them only if it is a root.</summary>
    private IEnumerable<SymbolicTensor> Users(SymbolicTensor tensor)
    {
        foreach (SymbolicTensor user in _graph.UsersOf(tensor))
        {
            if (!user.Op.IsView)
            {
                yield return user;
                continue;
            }

            if (_graph.IsRoot(user)) yield return user;
            foreach (SymbolicTensor beyond in Users(user)) yield return beyond;
        }
    }

    private void Join(SymbolicTensor producer)
    {
        Cluster own = _clusters[producer];
        IEnumerable<Cluster> candidates = Users(producer)
            .Where(user => IsGroupable(user.Op) && HaveEquallyMany(user.Shape, producer.Shape))
            .Select(user => _clusters[user])
            .Distinct()
            .OrderBy(cluster => cluster.Members.Min(member => _position[member]));
        foreach (Cluster candidate in candidates)
        {
            if (LeadsThroughOutside(own, candidate)) continue;
            candidate.Members.Insert(0, producer);
            _clusters[producer] = candidate;
            return;
        }
    }

    private static bool HaveEquallyMany(Shape a, Shape b) => a.HasBatch == b.HasBatch && a.ElementsPerRow == b.ElementsPerRow;

    /// <summary>Whether a path from one cluster to another passes a third.</summary>
    private bool LeadsThroughOutside(Cluster from, Cluster to)
    {
        var seen = new HashSet<Cluster> { to };
        var pending = new Stack<Cluster>();
        foreach (Cluster input in InputsOf(to))
        {
            if (!ReferenceEquals(input, from) && seen.Add(input)) pending.Push(input);
        }

        while (pending.TryPop(out Cluster? cluster))
        {
            foreach (Cluster input in InputsOf(cluster))
            {
                if (ReferenceEquals(input, from)) return true;
                if (seen.Add(input)) pending.Push(input);
            }
        }

        return false;
    }

    private IEnumerable<Cluster> InputsOf(Cluster cluster) =>
        cluster.Members.SelectMany(member => member.Inputs).Select(input => _clusters[Base(input)]);

    private sealed class Cluster(SymbolicTensor first)
    {
        public List<SymbolicTensor> Members { get; } = [first];
    }
}
