namespace Receptive.Graph;

/// <summary>Copies a box out of a tensor, line after line of the output.</summary>
internal sealed class SliceCall(Shape input, Shape output, int[] begin, int[] strides) : KernelCall
{
    private readonly BoxAxis[] _axes = BoxAxis.Of(input, output, begin, strides);

    public override int Chunks(int phase, int batch) => RowChunks.Count(Lines(batch), Length(batch));

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int batch = arguments.Batch;
        int length = (int)Length(batch);
        BoxAxis last = _axes[^1];
        (long first, long count) = RowChunks.Of(chunk, Lines(batch), length);
        for (long line = first; line < first + count; line++)
        {
            long offset = 0, stride = BoxAxis.Size(last.Outside, batch), rest = line;
            for (int axis = _axes.Length - 2; axis >= 0; axis--)
            {
                BoxAxis box = _axes[axis];
                long inside = BoxAxis.Size(box.Inside, batch);
                offset += (box.Before + rest % inside * box.Step) * stride;
                rest /= inside;
                stride *= BoxAxis.Size(box.Outside, batch);
            }

            float* from = arguments.Input(0) + offset + last.Before, to = arguments.Output(0) + line * length;
            if (last.Step == 1) new ReadOnlySpan<float>(from, length).CopyTo(new Span<float>(to, length));
            else for (int i = 0; i < length; i++) to[i] = from[i * last.Step];
        }
    }

    private long Length(int batch) => BoxAxis.Size(_axes[^1].Inside, batch);

    private long Lines(int batch) => output.Elements(batch) / Length(batch);
}
