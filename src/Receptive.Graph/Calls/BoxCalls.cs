namespace Receptive.Graph;

/// <summary>Copies a part out of its input.</summary>
internal sealed class GatherBoxCall(bool hasBatch, Box box) : KernelCall
{
    public override int Chunks(int phase, int batch) => RowChunks.Count(hasBatch ? batch : 1, box.Elements);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, hasBatch ? arguments.Batch : 1, box.Elements);
        for (long row = first; row < first + count; row++)
            box.Gather(arguments.Input(0) + row * box.WholeElements, arguments.Output(0) + row * box.Elements);
    }
}

/// <summary>Copies each input into its part of the output.</summary>
/// <param name="hasBatch">Whether there is a batch of examples.</param>
/// <param name="boxes">Where each input goes.</param>
/// <param name="background">What the output is filled with before; null where the inputs cover it.</param>
internal sealed class ScatterBoxesCall(bool hasBatch, Box[] boxes, float? background) : KernelCall
{
    public override int Chunks(int phase, int batch) => RowChunks.Count(hasBatch ? batch : 1, boxes[0].WholeElements);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        long length = boxes[0].WholeElements;
        (long first, long count) = RowChunks.Of(chunk, hasBatch ? arguments.Batch : 1, length);
        for (long row = first; row < first + count; row++)
        {
            float* output = arguments.Output(0) + row * length;
            if (background is { } value) Fill(output, length, value);
            for (int i = 0; i < boxes.Length; i++) boxes[i].Scatter(arguments.Input(i) + row * boxes[i].Elements, output);
        }
    }

    private static unsafe void Fill(float* output, long length, float value)
    {
        for (long i = 0; i < length; i += int.MaxValue) new Span<float>(output + i, (int)Math.Min(int.MaxValue, length - i)).Fill(value);
    }
}
