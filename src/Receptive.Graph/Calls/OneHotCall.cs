namespace Receptive.Graph;

/// <summary>Writes rows of zeros with a 1 at the row's index; an index outside the row gives zeros.</summary>
internal sealed class OneHotCall(Shape output) : KernelCall
{
    private readonly int _depth = output[^1];

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _depth);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _depth);
        for (long row = first; row < first + count; row++)
        {
            float* y = arguments.Output(0) + row * _depth;
            new Span<float>(y, _depth).Clear();
            float index = arguments.Input(0)[row];
            if (index >= 0 && index < _depth) y[(int)index] = 1f;
        }
    }

    private long Rows(int batch) => output.Elements(batch) / _depth;
}
