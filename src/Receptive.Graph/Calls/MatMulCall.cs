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
    private readonly MatMul _product = MatMul.Create(Dimension(transposeB ? b.Elements(1) / b[^1] : b[^1], b), transposeA, transposeB, relu);

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

    private int Rows(int batch) => transposeA ? a[^1] : Dimension(a.Elements(batch) / a[^1], a);

    private int Depth(int batch) => transposeA ? Dimension(a.Elements(batch) / a[^1], a) : a[^1];

    /// <summary>Rows, columns and depth are numbers of 32 bits, with room to round up to whole blocks.</summary>
    private static int Dimension(long size, Shape shape) => size <= int.MaxValue - 4096
        ? (int)size
        : throw new ShapeException($"MatMul: {shape} taken as a matrix has a side of {size:N0}, which is more than the {int.MaxValue - 4096:N0} a product can have. Use a smaller batch.");
}
