using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>Runs <see cref="SoftmaxKernel"/> along the last axis.</summary>
internal sealed class SoftmaxCall(Shape shape) : KernelCall
{
    private readonly int _length = shape[^1];

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _length);

    public override bool MayOverwrite(int input, int output) => true;

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _length);
        SoftmaxKernel.Run(arguments.Input(0) + first * _length, arguments.Output(0) + first * _length, count, _length);
    }

    private long Rows(int batch) => shape.Elements(batch) / _length;
}
