namespace Receptive.Graph;

/// <summary>Runs a <see cref="MatMul"/>. Inputs: A, B, then the bias if there is one.</summary>
/// <param name="a">A's shape; all but its last dimension are rows.</param>
/// <param name="b">B's shape.</param>
/// <param name="transposeA">Whether A is stored transposed.</param>
/// <param name="transposeB">Whether B is stored transposed.</param>
/// <param name="bias">Whether the third input is added to each row.</param>
/// <param name="relu">Whether max(0, x) is applied.</param>
public sealed unsafe class MatMulCall(Shape a, Shape b, bool transposeA, bool transposeB, bool bias = false, bool relu = false) : KernelCall
{
    private readonly MatMul _product = MatMul.Create((int)(transposeB ? b.Elements(1) / b[^1] : b[^1]), transposeA, transposeB, relu);

    /// <summary>Packing B, then the rows.</summary>
    public override int Phases => 2;

    public override bool FirstPhasePrepares => true;

    public override long WorkerScratch => _product.WorkerScratch;

    public override long SharedScratch(int batchCapacity) => _product.PreparedLength(Depth(batchCapacity));

    public override bool Prepares(int input) => input > 0;

    public override int Chunks(int phase, int batch) => phase == 0 ? _product.PrepareChunks(Depth(batch)) : _product.Chunks(Rows(batch));

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int depth = Depth(arguments.Batch);
        if (phase == 0)
            _product.Prepare(depth, chunk, arguments.Input(1), bias ? arguments.Input(2) : null, arguments.SharedScratch);
        else
            _product.Run(Rows(arguments.Batch), depth, chunk, arguments.Input(0), arguments.SharedScratch, arguments.Output(0), arguments.WorkerScratch);
    }

    private int Rows(int batch) => transposeA ? a[^1] : (int)(a.Elements(batch) / a[^1]);

    private int Depth(int batch) => transposeA ? (int)(a.Elements(batch) / a[^1]) : a[^1];
}
