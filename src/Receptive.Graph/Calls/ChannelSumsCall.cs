namespace Receptive.Graph;

/// <summary>
/// Runs <see cref="ChannelSums"/>. Inputs: the gradient, then what it needs to be expanded. Output: a sum a channel.
/// </summary>
/// <param name="pixels">Stored pixels an image.</param>
/// <param name="channels">Channels of a pixel.</param>
/// <param name="source">How the gradient is stored.</param>
public sealed unsafe class ChannelSumsCall(int pixels, int channels, ImageSourceKind source) : KernelCall
{
    /// <summary>Partial sums over groups of images, then their sum.</summary>
    public override int Phases => 2;

    public override long SharedScratch(int batchCapacity) => (long)ChannelSums.Chunks(batchCapacity) * channels;

    public override int Chunks(int phase, int batch) => phase == 0 ? ChannelSums.Chunks(batch) : 1;

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        if (phase == 0)
            ChannelSums.Accumulate(pixels, channels, arguments.Batch, chunk, ImageSources.Of(source, arguments.Input(0), arguments, 1), arguments.SharedScratch);
        else
            ChannelSums.Finish(channels, arguments.Batch, arguments.SharedScratch, arguments.Output(0));
    }
}
