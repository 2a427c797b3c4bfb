namespace Receptive.Graph;

/// <summary>Writes row after row of the output, a run from each input in turn; a row is all from the joined axis on.</summary>
internal sealed class ConcatenateCall : KernelCall
{
    private readonly Shape _output;
    private readonly long[] _lengths;
    private readonly long _rowLength;

    public ConcatenateCall(IReadOnlyList<Shape> inputs, Shape output, int axis)
    {
        _output = output;
        _lengths = [.. inputs.Select(shape => Product(shape.Dimensions[axis..]))];
        _rowLength = Product(output.Dimensions[axis..]);
    }

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _rowLength);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _rowLength);
        for (long row = first; row < first + count; row++)
        {
            float* to = arguments.Output(0) + row * _rowLength;
            for (int i = 0; i < _lengths.Length; i++)
            {
                long length = _lengths[i];
                Buffer.MemoryCopy(arguments.Input(i) + row * length, to, length * sizeof(float), length * sizeof(float));
                to += length;
            }
        }
    }

    private static long Product(ReadOnlySpan<int> dimensions)
    {
        long product = 1;
        foreach (int dimension in dimensions) product = checked(product * dimension);
        return product;
    }

    private long Rows(int batch) => _output.Elements(batch) / _rowLength;
}
