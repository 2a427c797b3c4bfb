using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>Runs <see cref="ArgMaxKernel"/> along the last axis.</summary>
internal sealed class ArgMaxCall(Shape input) : KernelCall
{
    private readonly int _length = input[^1];

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _length);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _length);
        ArgMaxKernel.Run(arguments.Input(0) + first * _length, arguments.Output(0) + first, count, _length);
    }

    private long Rows(int batch) => input.Elements(batch) / _length;
}
