namespace Receptive.Graph;

/// <summary>Runs a <see cref="BatchMatMulOp"/>: a chunk is an example's product, whose right operand the worker packs for itself.</summary>
internal sealed unsafe class BatchMatMulCall(Shape output, int depth, bool transposeA, bool transposeB) : KernelCall
{
    private readonly MatMul _product = MatMul.Create(output[2], transposeA, transposeB);
    private readonly long _a = (long)output[1] * depth, _b = (long)depth * output[2], _c = (long)output[1] * output[2];

    // The packed operand comes first; what follows stays aligned to cache lines.
    public override long WorkerScratch => Packed + _product.WorkerScratch;

    private long Packed => (_product.PreparedLength(depth) + 15) / 16 * 16;

    public override int Chunks(int phase, int batch) => output[0] == Shape.Batch ? batch : output[0];

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        float* packed = arguments.WorkerScratch;
        for (int part = 0; part < _product.PrepareChunks(depth); part++)
            _product.Prepare(depth, part, arguments.Input(1) + chunk * _b, null, packed);
        for (int part = 0; part < _product.Chunks(output[1]); part++)
            _product.Run(output[1], depth, part, arguments.Input(0) + chunk * _a, packed, arguments.Output(0) + chunk * _c, packed + Packed);
    }
}
