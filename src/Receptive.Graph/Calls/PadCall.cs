namespace Receptive.Graph;

/// <summary>Puts a tensor into a larger one filled with a value, line after line of the output.</summary>
internal sealed class PadCall(Shape input, Shape output, int[] before, int[] steps, float value) : KernelCall
{
    private readonly BoxAxis[] _axes = BoxAxis.Of(output, input, before, steps);

    public override int Chunks(int phase, int batch) => RowChunks.Count(Lines(batch), Length(batch));

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int batch = arguments.Batch;
        int length = (int)Length(batch);
        BoxAxis last = _axes[^1];
        int inside = (int)BoxAxis.Size(last.Inside, batch);
        (long first, long count) = RowChunks.Of(chunk, Lines(batch), length);
        for (long line = first; line < first + count; line++)
        {
            var to = new Span<float>(arguments.Output(0) + line * length, length);
            long offset = OffsetOf(line, inside, batch);
            if (offset < 0)
            {
                to.Fill(value);
                continue;
            }

            float* from = arguments.Input(0) + offset;
            if (last.Step == 1)
            {
                int start = (int)last.Before;
                to[..start].Fill(value);
                new ReadOnlySpan<float>(from, inside).CopyTo(to[start..]);
                to[(start + inside)..].Fill(value);
                continue;
            }

            to.Fill(value);
            for (int i = 0; i < inside; i++) to[(int)(last.Before + i * last.Step)] = from[i];
        }
    }

    /// <summary>Where the input's line that lies on a line of the output begins; -1 if none does.</summary>
    private long OffsetOf(long line, long lineLength, int batch)
    {
        long offset = 0, stride = lineLength;
        for (int axis = _axes.Length - 2; axis >= 0; axis--)
        {
            BoxAxis box = _axes[axis];
            long outside = BoxAxis.Size(box.Outside, batch);
            long index = box.InsideOf(line % outside, batch);
            if (index < 0) return -1;
            offset += index * stride;
            line /= outside;
            stride *= BoxAxis.Size(box.Inside, batch);
        }

        return offset;
    }

    private long Length(int batch) => BoxAxis.Size(_axes[^1].Outside, batch);

    private long Lines(int batch) => output.Elements(batch) / Length(batch);
}
