namespace Receptive.Graph;

/// <summary>
/// Runs a <see cref="Convolution2DKernelGradient"/>. Inputs: the images, the gradient with respect to the output, then what the gradient needs
/// to be expanded (ReLU's output, or the pooling's index). Output: the gradient with respect to the kernel.
/// </summary>
public sealed unsafe class Convolution2DKernelGradientCall : KernelCall
{
    private readonly Convolution2DKernelGradient _pass;
    private readonly ImageSourceKind _source;

    public Convolution2DKernelGradientCall(Conv2DGeometry geometry, ImageSourceKind source)
    {
        _source = source;
        _pass = Convolution2DKernelGradient.Create(geometry, source);
    }

    /// <summary>Partial sums over groups of images, then their sum.</summary>
    public override int Phases => 2;

    public override long WorkerScratch => _pass.WorkerScratch;

    public override long SharedScratch(int batchCapacity) => Convolution2DKernelGradient.Chunks(batchCapacity) * _pass.PartialLength;

    public override int Chunks(int phase, int batch) => phase == 0 ? Convolution2DKernelGradient.Chunks(batch) : _pass.FinishChunks;

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        if (phase == 0)
        {
            ImageSource gradient = ImageSources.Of(_source, arguments.Input(1), arguments, 2);
            _pass.Accumulate(arguments.Batch, chunk, arguments.Input(0), gradient, arguments.SharedScratch, arguments.WorkerScratch);
        }
        else
        {
            _pass.Finish(arguments.Batch, chunk, arguments.SharedScratch, arguments.Output(0));
        }
    }

    public override string ToString() => _pass.Algorithm;
}
