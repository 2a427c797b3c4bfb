using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Computes the maxima of a pooling and their places, which its gradient needs, in one pass over the images.</summary>
internal sealed class PairMaxPooling : IGraphPass
{
    public string Name => "pair max pooling with its index";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        int paired = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            if (old.Op is not MaxPoolOp pool) return null;
            SymbolicTensor? index = rewriter.UsersOf(old.Inputs[0])
                .FirstOrDefault(user => user.Op is MaxPoolIndexOp op && op.Geometry.Equals(pool.Geometry) && !rewriter.IsDone(user));
            if (index is null) return null;
            paired++;
            SymbolicTensor both = SymbolicTensor.Apply(new MaxPoolWithIndexOp(pool, old.Shape), rewriter.New(old.Inputs[0]));
            rewriter.Replace(index, FusedOp.Result(both, 1));
            return both;
        });
        effect = paired == 0 ? "" : $"{paired} paired";
        return result;
    }

    private sealed class MaxPoolWithIndexOp(MaxPoolOp pool, Shape output) : FusedOp
    {
        public override string Name => $"{pool.Name}WithIndex";

        public override IReadOnlyList<Shape> OutputShapes { get; } = [output, output];

        public override string Describe() => $"{Name}({pool.Geometry.Describe()})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) =>
            new MaxPoolingCall(pool.Geometry.Three, values: true, index: true);

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
            pool.FloatingOperations(inputs, output, batch);
    }
}
