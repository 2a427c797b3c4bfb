using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Computes again, in each operation that needs it, what costs less to compute than to keep.</summary>
/// <remarks>
/// That is, first, what is made of random numbers and scalars alone: a dropout mask. It is a pure function of seed, step and
/// element, so the backward pass gets the same numbers, and mixing a counter costs no more than fetching its result.
/// Second, a few cheap operations on one tensor that is in memory anyway, with operands that are small beside it: the
/// centred and scaled images of a batch normalisation. Reading that tensor or its derivative is the same work, and the
/// derivative need not be written. It has to be for elementwise ops and reductions, which will compute it block by block.
/// </remarks>
internal sealed class Rematerialize : IGraphPass
{
    /// <summary>An operand is small beside another if it has at most this part of its elements.</summary>
    private const int Small = 16;

    private readonly GraphRewriter _rewriter;

    /// <summary>For each tensor to compute again, the one tensor in memory that it is made of; null for random numbers.</summary>
    private readonly Dictionary<SymbolicTensor, SymbolicTensor?> _sources = [];

    private int _copies;

    // The table of passes holds an instance that only serves to start others.
    public Rematerialize()
        : this(new GraphRewriter(new GraphFunction("", [], [], [])))
    {
    }

    private Rematerialize(GraphRewriter rewriter)
    {
        _rewriter = rewriter;
        foreach (SymbolicTensor tensor in rewriter.Order) Consider(tensor);
    }

    public string Name => "rematerialize";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var pass = new Rematerialize(new GraphRewriter(function));
        GraphFunction result = pass._rewriter.Run(pass.Visit);
        int tensors = pass._sources.Count;
        effect = pass._copies <= tensors ? "" : $"{tensors} tensors computed in {pass._copies} places";
        return pass._copies <= tensors ? function : result;
    }

    private SymbolicTensor? Visit(SymbolicTensor old)
    {
        if (_sources.ContainsKey(old) || !ComputesInBlocks(old) || !old.Inputs.Any(_sources.ContainsKey)) return null;
        var copied = new Dictionary<SymbolicTensor, SymbolicTensor>();
        return SymbolicTensor.Apply(old.Op, [.. old.Inputs.Select(Clone)]);

        SymbolicTensor Clone(SymbolicTensor tensor)
        {
            if (!_sources.ContainsKey(tensor)) return _rewriter.New(tensor);
            if (copied.TryGetValue(tensor, out SymbolicTensor? copy)) return copy;
            _copies++;
            copy = SymbolicTensor.Apply(tensor.Op, [.. tensor.Inputs.Select(Clone)]);
            copy.Label = tensor.Label;
            return copied[tensor] = copy;
        }
    }

    /// <summary>Notes a tensor if it should be computed again where it is used.</summary>
    private void Consider(SymbolicTensor tensor)
    {
        if (_rewriter.IsRoot(tensor) || !IsCheap(tensor.Op) || !_rewriter.UsersOf(tensor).All(ComputesInBlocks)) return;
        if (tensor.Op is RandomUniformOp)
        {
            _sources[tensor] = null;
            return;
        }

        SymbolicTensor? source = null;
        foreach (SymbolicTensor input in tensor.Inputs)
        {
            if (IsSmallBeside(input.Shape, tensor.Shape)) continue;
            SymbolicTensor? from = _sources.TryGetValue(input, out SymbolicTensor? before) ? before : input;
            if (from is null || ReferenceEquals(from, source)) continue;
            if (source is not null) return;
            source = from;
        }

        // What is computed elementwise itself may never come to memory; then there is nothing to compute from again.
        bool isWorthIt = source is null
            ? tensor.Inputs.Any(_sources.ContainsKey)
            : IsLarge(tensor.Shape) && !ElementwiseGroups.IsGroupable(ElementwiseGroups.Base(source).Op);
        if (isWorthIt) _sources[tensor] = source;
    }

    /// <summary>Whether an op of a tensor reads its inputs block by block, so that they can be made on the spot.</summary>
    private static bool ComputesInBlocks(SymbolicTensor user) =>
        ElementwiseGroups.IsGroupable(user.Op) || ElementwiseGroups.FoldOf(user) is not null;

    private static bool IsCheap(Op op) => op is RandomUniformOp or ElementwiseOp { IsCheap: true };

    /// <summary>Whether a tensor is one of images or the like. What fits the caches may as well be kept.</summary>
    private static bool IsLarge(Shape shape) => shape.ElementsPerRow >= (shape.HasBatch ? 256 : 65536);

    private static bool IsSmallBeside(Shape small, Shape large) =>
        (large.HasBatch && !small.HasBatch) || (large.HasBatch == small.HasBatch && small.ElementsPerRow * Small <= large.ElementsPerRow);
}
