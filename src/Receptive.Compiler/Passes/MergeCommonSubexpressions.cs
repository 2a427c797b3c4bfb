using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Lets one tensor stand for all that apply the same op to the same inputs.</summary>
internal sealed class MergeCommonSubexpressions : IGraphPass
{
    public string Name => "merge common subexpressions";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        var seen = new Dictionary<Key, SymbolicTensor>();
        int merged = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            if (old.Op is PlaceholderOp) return null;
            var key = new Key(old.Op, [.. old.Inputs.Select(rewriter.New)]);
            if (seen.TryGetValue(key, out SymbolicTensor? first))
            {
                merged++;
                return first;
            }

            SymbolicTensor copy = rewriter.Copy(old);
            seen.Add(key, copy);
            rewriter.Replace(old, copy);
            return null;
        });
        effect = merged == 0 ? "" : $"{merged} merged";
        return merged == 0 ? function : result;
    }

    private readonly struct Key(Op op, SymbolicTensor[] inputs) : IEquatable<Key>
    {
        private readonly Op _op = op;
        private readonly SymbolicTensor[] _inputs = inputs;

        public bool Equals(Key other) => _inputs.AsSpan().SequenceEqual(other._inputs) && _op.IsSameAs(other._op);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_op.GetType());
            foreach (SymbolicTensor input in _inputs) hash.Add(input);

            // Nothing else tells the many reads and constants apart; variables of different layers may share a name.
            if (_op is ReadOp read) hash.Add(read.Variable);
            else if (_inputs.Length == 0) hash.Add(_op.Describe());
            return hash.ToHashCode();
        }
    }
}
