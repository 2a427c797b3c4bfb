namespace Receptive.Graph;

/// <summary>1 / the number of examples of the running step: what a mean over the batch multiplies a sum by.</summary>
public sealed class BatchReciprocalOp : SourceOp
{
    internal static readonly BatchReciprocalOp Instance = new();

    private BatchReciprocalOp()
        : base(Shape.Scalar)
    {
    }

    public override string Name => "BatchReciprocal";

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Call();

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => 1;

    private sealed class Call : KernelCall
    {
        public override int Chunks(int phase, int batch) => 1;

        public override unsafe void Run(in KernelArguments arguments, int phase, int chunk) =>
            *arguments.Output(0) = 1f / arguments.Batch;
    }
}

public static partial class Ops
{
    /// <summary>A scalar: 1 / the batch size of the running step, which may be smaller in an epoch's last one.</summary>
    public static SymbolicTensor BatchReciprocal() => SymbolicTensor.Apply(BatchReciprocalOp.Instance);
}
