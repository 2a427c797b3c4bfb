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
    private readonly MatMul _product = MatMul.Create(
        n: (int)(transposeB ? b.Elements(1) / b[^1] : b[^1]),
        k: (int)(transposeA ? a.Elements(1) / a[^1] : a[^1]),
        transposeA, transposeB, relu);

    public override long WorkerScratch => _product.WorkerScratch;

    public override int Chunks(int phase, int batch) => _product.Chunks(Rows(batch));

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int batch = arguments.Batch;
        int depth = transposeA ? (int)(a.Elements(batch) / a[^1]) : a[^1];
        _product.Run(Rows(batch), depth, chunk, arguments.Input(0), arguments.Input(1), bias ? arguments.Input(2) : null, arguments.Output(0), arguments.WorkerScratch);
    }

    private int Rows(int batch) => transposeA ? a[^1] : (int)(a.Elements(batch) / a[^1]);
}
