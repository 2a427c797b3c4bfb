using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Which elementwise tensors of a graph are computed together. A producer joins its consumer's group when both have
/// equally many elements and nothing between them has to run outside: then its value need not go through memory. A
/// reduction can be the end of a group, and groups that end in reductions over the same axes are one if they read the
/// same.
/// </summary>
/// <remarks>
/// Going from the last tensor to the first, each joins the group of its users if that is one group; with several, the
/// first in the graph's order that it can join. A join is refused if a path from the producer to the group leads through
/// another step, since the group could then run neither before nor after that.
/// Whether there is such a path is asked for every join. Most paths are seen at once in a spanning tree (see
/// <see cref="AncestorTree"/>); else a search looks at what lies between the two in the graph's order.
/// </remarks>
internal sealed class ElementwiseGroups
{
    private readonly GraphRewriter _graph;
    private readonly Dictionary<SymbolicTensor, int> _position = [];
    private readonly Dictionary<SymbolicTensor, Cluster> _clusters = [];
    private readonly AncestorTree _tree;

    public ElementwiseGroups(GraphRewriter graph)
    {
        _graph = graph;
        _tree = new AncestorTree(graph.Order);
        foreach (SymbolicTensor tensor in graph.Order)
        {
            _position[tensor] = _position.Count;
            if (!tensor.Op.IsView) _clusters[tensor] = new Cluster(tensor);
        }

        for (int i = graph.Order.Count - 1; i >= 0; i--)
        {
            if (IsGroupable(graph.Order[i].Op)) Join(graph.Order[i]);
        }

        JoinFolds();
    }

    /// <summary>Whether an op is computed element by element, so that it can be part of a group.</summary>
    public static bool IsGroupable(Op op) => op is ElementwiseOp or BroadcastToOp or RandomUniformOp;

    /// <summary>How a reduction at the end of a group folds; null if this tensor is none or is of a kind that cannot be there.</summary>
    public static ReduceStep? FoldOf(SymbolicTensor tensor)
    {
        if (tensor.Op is not ReduceOp reduce) return null;
        ReduceStep? step = ReduceStep.For(tensor.Inputs[0].Shape, reduce.Axes);
        return step is { ReadsRanges: true, LongestRange: <= ElementwiseFoldCall.LongestRange } ? step : null;
    }

    /// <summary>The tensor whose memory a view shows; the tensor itself if it is not a view.</summary>
    public static SymbolicTensor Base(SymbolicTensor tensor)
    {
        while (tensor.Op.IsView) tensor = tensor.Inputs[0];
        return tensor;
    }

    /// <summary>Whether a tensor is computed by a group: not so views, other ops, and reductions that nothing joined.</summary>
    public bool IsGrouped(SymbolicTensor tensor) =>
        !tensor.Op.IsView && (IsGroupable(tensor.Op) || _clusters[tensor].Members.Count > 1);

    /// <summary>The members of a tensor's group in the graph's order; no view.</summary>
    public IReadOnlyList<SymbolicTensor> MembersOf(SymbolicTensor tensor) => _clusters[tensor].Members;

    /// <summary>Whether two tensors that are no views are computed together.</summary>
    public bool AreTogether(SymbolicTensor a, SymbolicTensor b) => ReferenceEquals(_clusters[a], _clusters[b]);

    /// <summary>Whether something outside its group needs a member's value.</summary>
    public bool IsUsedOutside(SymbolicTensor member) =>
        _graph.IsRoot(member) || UsersOutside(member).Any();

    /// <summary>The tensors outside its group that use a member or a view of it, and the views that are roots.</summary>
    public IEnumerable<SymbolicTensor> UsersOutside(SymbolicTensor member) =>
        Users(member).Where(user => user.Op.IsView || !AreTogether(user, member));

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
            .Where(user => (IsGroupable(user.Op) && HaveEquallyMany(user.Shape, producer.Shape)) || FoldOf(user) is not null)
            .Select(user => _clusters[user])
            .Distinct()
            .OrderBy(cluster => _position[cluster.Members[0]]);
        foreach (Cluster candidate in candidates)
        {
            if (LeadsThroughOutside(own, candidate)) continue;
            candidate.Members.Insert(0, producer);
            _clusters[producer] = candidate;
            return;
        }
    }

    /// <summary>Joins groups that end in reductions of one kind when one reads what the other reads or computes.</summary>
    private void JoinFolds()
    {
        SymbolicTensor[] folds = [.. _graph.Order.Where(tensor => FoldOf(tensor) is not null)];
        var touching = new Dictionary<SymbolicTensor, List<int>>();
        for (int i = 0; i < folds.Length; i++)
        {
            Cluster cluster = _clusters[folds[i]];
            cluster.Folds.Add(i);
            foreach (SymbolicTensor tensor in Touched(cluster))
            {
                if (!touching.TryGetValue(tensor, out List<int>? indices)) touching[tensor] = indices = [];
                indices.Add(i);
            }
        }

        var candidates = new SortedSet<int>();
        for (int i = 0; i < folds.Length; i++)
        {
            candidates.Clear();
            AddCandidates(_clusters[folds[i]], i);
            while (candidates.Count > 0)
            {
                int j = candidates.Min;
                candidates.Remove(j);
                Cluster a = _clusters[folds[i]], b = _clusters[folds[j]];
                if (ReferenceEquals(a, b) || !a.Fold!.Equals(b.Fold) || !ShareMemory(a, b)) continue;
                if (ReadsFold(a, b) || ReadsFold(b, a) || LeadsThroughOutside(a, b) || LeadsThroughOutside(b, a)) continue;
                AddCandidates(b, j);
                a.KeepPart(b);
                a.Members.AddRange(b.Members);
                a.Members.Sort((x, y) => _position[x].CompareTo(_position[y]));
                a.Folds.AddRange(b.Folds);
                foreach (SymbolicTensor member in b.Members) _clusters[member] = a;
            }
        }

        SplitCycles();

        // The later folds whose groups touch what a group touches.
        void AddCandidates(Cluster cluster, int after)
        {
            foreach (int near in Touched(cluster).SelectMany(tensor => touching.TryGetValue(tensor, out List<int>? indices) ? indices : []))
            {
                if (near > after) candidates.Add(near);
                foreach (int fold in _clusters[folds[near]].Folds)
                {
                    if (fold > after) candidates.Add(fold);
                }
            }
        }
    }

    private static bool HaveEquallyMany(Shape a, Shape b) => a.HasBatch == b.HasBatch && a.ElementsPerRow == b.ElementsPerRow;

    /// <summary>Whether two groups read a tensor of their full size in common, or one reads what the other computes.</summary>
    private static bool ShareMemory(Cluster a, Cluster b) =>
        Touched(a).Overlaps(FullInputsOf(b)) || Touched(b).Overlaps(FullInputsOf(a));

    private static HashSet<SymbolicTensor> Touched(Cluster cluster) =>
        [.. cluster.Members.Where(member => IsGroupable(member.Op)), .. FullInputsOf(cluster)];

    private static IEnumerable<SymbolicTensor> FullInputsOf(Cluster cluster)
    {
        Shape full = cluster.Members[^1].Inputs[0].Shape; // the last member is a reduction
        return cluster.Members.SelectMany(member => member.Inputs).Where(input => HaveEquallyMany(input.Shape, full)).Select(Base);
    }

    /// <summary>Whether a group needs a finished reduction of another.</summary>
    private static bool ReadsFold(Cluster reader, Cluster folder) =>
        reader.Members.SelectMany(member => member.Inputs).Select(Base).Any(input => input.Op is ReduceOp && folder.Members.Contains(input));

    /// <summary>Whether a path from one cluster to another passes a third.</summary>
    private bool LeadsThroughOutside(Cluster from, Cluster to)
    {
        bool leavesFrom = false;
        foreach (SymbolicTensor user in from.Members.SelectMany(Users))
        {
            Cluster? next = user.Op.IsView ? null : _clusters[user];
            if (next is null || ReferenceEquals(next, from) || ReferenceEquals(next, to)) continue;
            leavesFrom = true;

            // By the inputs, as a member itself hangs below only one of them.
            if (to.Members.Any(member => member.Inputs.Any(input => _tree.IsAncestor(user, input)))) return true;
        }

        return leavesFrom && IsFoundOutside(from, to);
    }

    /// <summary>The same by a search, which leaves out what was all computed before the first cluster's first member.</summary>
    private bool IsFoundOutside(Cluster from, Cluster to)
    {
        int first = _position[from.Members[0]];
        var seen = new HashSet<Cluster> { to };
        var pending = new Stack<Cluster>();
        foreach (Cluster input in InputsOf(to))
        {
            if (!ReferenceEquals(input, from) && MayFollow(input) && seen.Add(input)) pending.Push(input);
        }

        while (pending.TryPop(out Cluster? cluster))
        {
            foreach (Cluster input in InputsOf(cluster))
            {
                if (ReferenceEquals(input, from)) return true;
                if (MayFollow(input) && seen.Add(input)) pending.Push(input);
            }
        }

        return false;

        bool MayFollow(Cluster cluster) => _position[cluster.Members[^1]] > first;
    }

    /// <summary>
    /// Takes groups apart again that wait for each other. A path that makes them wait may lead through an early member of a
    /// group that has late ones, where the search before a join does not look; one look at all groups at the end takes time in
    /// proportion to the graph. Before folds joined, no groups waited for each other.
    /// </summary>
    private void SplitCycles()
    {
        Cluster[] clusters = [.. _clusters.Values.Distinct()];
        if (clusters.All(cluster => cluster.Parts.Count == 0)) return;
        Dictionary<Cluster, HashSet<Cluster>> inputs = clusters.ToDictionary(cluster => cluster, cluster => InputsOf(cluster).Where(input => input != cluster).ToHashSet());
        Dictionary<Cluster, HashSet<Cluster>> users = clusters.ToDictionary(cluster => cluster, _ => new HashSet<Cluster>());
        foreach ((Cluster cluster, HashSet<Cluster> own) in inputs)
        {
            foreach (Cluster input in own) users[input].Add(cluster);
        }

        // What is left from both ends lies on cycles, or between them.
        HashSet<Cluster> waiting = Peel(Peel([.. clusters], inputs, users), users, inputs);
        foreach (Cluster part in waiting.SelectMany(cluster => cluster.Parts))
        {
            foreach (SymbolicTensor member in part.Members) _clusters[member] = part;
        }

        static HashSet<Cluster> Peel(HashSet<Cluster> nodes, Dictionary<Cluster, HashSet<Cluster>> before, Dictionary<Cluster, HashSet<Cluster>> after)
        {
            Dictionary<Cluster, int> open = nodes.ToDictionary(node => node, node => before[node].Count(nodes.Contains));
            var free = new Queue<Cluster>(nodes.Where(node => open[node] == 0));
            var left = new HashSet<Cluster>(nodes);
            while (free.TryDequeue(out Cluster? node))
            {
                left.Remove(node);
                foreach (Cluster next in after[node])
                {
                    if (open.TryGetValue(next, out int count) && (open[next] = count - 1) == 0) free.Enqueue(next);
                }
            }

            return left;
        }
    }

    private IEnumerable<Cluster> InputsOf(Cluster cluster) =>
        cluster.Members.SelectMany(member => member.Inputs).Select(input => _clusters[Base(input)]);

    private sealed class Cluster(SymbolicTensor first)
    {
        public List<SymbolicTensor> Members { get; } = [first];

        /// <summary>Which of the graph's foldable reductions are members, by number.</summary>
        public List<int> Folds { get; } = [];

        /// <summary>How the reductions at its end fold; null if there are none.</summary>
        public ReduceStep? Fold { get; } = FoldOf(first);

        /// <summary>The groups that joined for their folds, as they were; none if it is no such union.</summary>
        public List<Cluster> Parts { get; } = [];

        /// <summary>Remembers what it was, and what another was, before the two join.</summary>
        public void KeepPart(Cluster other)
        {
            if (Parts.Count == 0) Parts.Add(Copy(this));
            if (other.Parts.Count == 0) Parts.Add(other);
            else Parts.AddRange(other.Parts);

            static Cluster Copy(Cluster cluster)
            {
                var copy = new Cluster(cluster.Members[^1]);
                copy.Members.Clear();
                copy.Members.AddRange(cluster.Members);
                copy.Folds.AddRange(cluster.Folds);
                return copy;
            }
        }
    }
}
