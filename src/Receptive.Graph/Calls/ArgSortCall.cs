namespace Receptive.Graph;

/// <summary>
/// Sorts rows by keys of 64 bits: the float's bits in an order in which whole numbers are sorted, then the position, so that equals
/// keep their order and no two keys are equal.
/// </summary>
internal sealed class ArgSortCall(Shape shape, bool descending) : KernelCall
{
    private readonly int _length = shape[^1];

    public override long WorkerScratch => 2L * _length;

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _length);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _length);
        var keys = new Span<ulong>(arguments.WorkerScratch, _length);
        for (long row = first; row < first + count; row++)
        {
            float* x = arguments.Input(0) + row * _length, y = arguments.Output(0) + row * _length;
            for (int i = 0; i < _length; i++) keys[i] = (ulong)Order(x[i]) << 32 | (uint)i;
            keys.Sort();
            for (int i = 0; i < _length; i++) y[i] = (uint)keys[i];
        }
    }

    private uint Order(float value)
    {
        if (float.IsNaN(value)) return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f); // one zero
        uint ascending = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
        return descending ? ~ascending : ascending;
    }

    private long Rows(int batch) => shape.Elements(batch) / _length;
}
