namespace Receptive.Graph;

/// <summary>Copies with the axes in another order.</summary>
/// <remarks>
/// The output is walked in order. Where the last axis stays, whole runs are copied. Otherwise two axes matter: the output's
/// last and the one that is contiguous in the input. They are walked in square tiles, so that every cache line that is
/// touched, read or written, is used up while it is there.
/// </remarks>
internal sealed class TransposeCall : KernelCall
{
    private const int Tile = 16; // floats of a cache line

    private readonly Shape _input;
    private readonly int[] _sizes;     // of the output's axes but the first, which the chunks share
    private readonly long[] _strides;  // in the input, one step along each output axis
    private readonly int _contiguous;  // the output axis whose input stride is 1
    private readonly int _first;       // the size of the output's first axis, or Shape.Batch

    public TransposeCall(Shape input, ReadOnlySpan<int> permutation)
    {
        _input = input;
        int rank = input.Rank;
        long[] inputStrides = new long[rank];
        long stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            inputStrides[axis] = stride;
            stride *= input[axis];
        }

        _sizes = new int[rank];
        _strides = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            _sizes[axis] = input[permutation[axis]];
            _strides[axis] = inputStrides[permutation[axis]];
            if (permutation[axis] == rank - 1) _contiguous = axis;
        }

        _first = rank == 0 ? 1 : _sizes[0];
    }

    public override int Chunks(int phase, int batch) => RowChunks.Count(First(batch), RowLength(batch));

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        long rowLength = RowLength(arguments.Batch);
        (long first, long count) = RowChunks.Of(chunk, First(arguments.Batch), rowLength);
        if (_sizes.Length == 0)
        {
            *arguments.Output(0) = *arguments.Input(0);
            return;
        }

        if (_sizes.Length == 1 || _contiguous == 0)
        {
            // The first output axis is contiguous in the input, so the chunk's whole range of it is a tile's side.
            Walk(arguments.Input(0) + first * _strides[0], arguments.Output(0) + first * rowLength, 0, (int)count, rowLength);
            return;
        }

        for (long row = first; row < first + count; row++)
            Walk(arguments.Input(0) + row * _strides[0], arguments.Output(0) + row * rowLength, 1, _sizes[1], rowLength / _sizes[1]);
    }

    private int First(int batch) => _first == Shape.Batch ? batch : _first;

    private long RowLength(int batch) => _input.Elements(batch) / First(batch);

    /// <summary>Copies everything from an axis on; <paramref name="outputStride"/> is the output's step along it.</summary>
    private unsafe void Walk(float* input, float* output, int axis, int size, long outputStride)
    {
        int last = _sizes.Length - 1;
        if (axis == last)
        {
            Line(input, output, size);
            return;
        }

        if (axis == _contiguous)
        {
            WalkTiles(input, output, axis + 1, size, outputStride);
            return;
        }

        for (int i = 0; i < size; i++)
            Walk(input + i * _strides[axis], output + i * outputStride, axis + 1, _sizes[axis + 1], outputStride / _sizes[axis + 1]);
    }

    private unsafe void Line(float* input, float* output, int size)
    {
        long step = _strides[^1];
        if (step == 1)
        {
            new ReadOnlySpan<float>(input, size).CopyTo(new Span<float>(output, size));
            return;
        }

        for (int i = 0; i < size; i++) output[i] = input[i * step];
    }

    /// <summary>Goes on to the last axis, keeping the contiguous axis of <paramref name="size"/> for the tiles.</summary>
    private unsafe void WalkTiles(float* input, float* output, int axis, int size, long outputStride)
    {
        if (axis < _sizes.Length - 1)
        {
            long inner = 1;
            for (int i = axis + 1; i < _sizes.Length; i++) inner *= _sizes[i];
            for (int i = 0; i < _sizes[axis]; i++) WalkTiles(input + i * _strides[axis], output + i * inner, axis + 1, size, outputStride);
            return;
        }

        long step = _strides[axis];
        int columns = _sizes[axis];
        for (int rowTile = 0; rowTile < size; rowTile += Tile)
        {
            int rowEnd = Math.Min(rowTile + Tile, size);
            for (int columnTile = 0; columnTile < columns; columnTile += Tile)
            {
                int columnEnd = Math.Min(columnTile + Tile, columns);
                for (int row = rowTile; row < rowEnd; row++)
                {
                    for (int column = columnTile; column < columnEnd; column++)
                        output[row * outputStride + column] = input[row + column * step];
                }
            }
        }
    }
}
