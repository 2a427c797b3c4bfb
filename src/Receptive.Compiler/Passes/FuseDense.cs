using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Adds a dense layer's bias, and applies its ReLU, while the product is still in registers.</summary>
internal sealed class FuseDense : IGraphPass
{
    public string Name => "fuse dense layers";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        int fused = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            bool relu = old.Op == ElementwiseOps.Relu;
            SymbolicTensor sum = relu ? old.Inputs[0] : old;
            if (sum.Op != ElementwiseOps.Add || (relu && !rewriter.HasOneUse(sum)))
                return null;
            foreach ((int product, int bias) in new[] { (0, 1), (1, 0) })
            {
                SymbolicTensor p = sum.Inputs[product], b = sum.Inputs[bias];
                if (p.Op is not MatMulOp op || !rewriter.HasOneUse(p) || p.Inputs[1].Shape.Rank != 2 || b.Shape.Rank != 1 || b.Shape[0] != p.Shape[^1])
                    continue;
                fused++;
                return SymbolicTensor.Apply(new FusedMatMulOp(op, relu, p.Shape), rewriter.New(p.Inputs[0]), rewriter.New(p.Inputs[1]), rewriter.New(b));
            }
            return null;
        });
        effect = fused == 0 ? "" : $"{fused} fused";
        return result;
    }

    private sealed class FusedMatMulOp(MatMulOp product, bool relu, Shape output) : FusedOp
    {
        public override string Name => "FusedMatMul";

        public override IReadOnlyList<Shape> OutputShapes { get; } = [output];

        public override string Describe() => $"{Name}({product.Describe()}, bias{(relu ? ", relu" : "")})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            return new MatMulCall(inputs[0], inputs[1], product.TransposeA, product.TransposeB, bias: true, relu);
        }

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
            product.FloatingOperations(inputs, output, batch);
    }
}
