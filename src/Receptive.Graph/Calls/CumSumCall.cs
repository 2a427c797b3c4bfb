namespace Receptive.Graph;

/// <summary>Adds up rows in order, in double precision as one chain.</summary>
internal sealed class CumSumCall(Shape shape, bool reverse) : KernelCall
{
    private readonly int _length = shape[^1];

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _length);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _length);
        for (long row = first; row < first + count; row++)
        {
            float* x = arguments.Input(0) + row * _length, y = arguments.Output(0) + row * _length;
            double sum = 0;
            if (reverse) for (int i = _length - 1; i >= 0; i--) y[i] = (float)(sum += x[i]);
            else for (int i = 0; i < _length; i++) y[i] = (float)(sum += x[i]);
        }
    }

    private long Rows(int batch) => shape.Elements(batch) / _length;
}
