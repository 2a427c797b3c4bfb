namespace Receptive.Graph;

/// <summary>Takes elements of rows at given positions, or adds them there. Inputs: what is moved, the positions.</summary>
/// <param name="whole">The shape that positions are counted in.</param>
/// <param name="part">The shape of the positions.</param>
/// <param name="isPut">Whether elements are added, not taken.</param>
internal sealed class AlongCall(Shape whole, Shape part, bool isPut) : KernelCall
{
    private readonly int _whole = whole[^1], _part = part[^1];

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), Cost);

    private long Cost => (long)_whole + _part;

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), Cost);
        for (long row = first; row < first + count; row++)
        {
            float* indices = arguments.Input(1) + row * _part;
            if (isPut) Put(arguments.Input(0) + row * _part, indices, arguments.Output(0) + row * _whole);
            else Take(arguments.Input(0) + row * _whole, indices, arguments.Output(0) + row * _part);
        }
    }

    private unsafe void Take(float* x, float* indices, float* y)
    {
        for (int i = 0; i < _part; i++) y[i] = indices[i] >= 0 && indices[i] < _whole ? x[(int)indices[i]] : 0;
    }

    private unsafe void Put(float* x, float* indices, float* y)
    {
        new Span<float>(y, _whole).Clear();
        for (int i = 0; i < _part; i++)
        {
            if (indices[i] >= 0 && indices[i] < _whole) y[(int)indices[i]] += x[i];
        }
    }

    private long Rows(int batch) => part.Elements(batch) / _part;
}
