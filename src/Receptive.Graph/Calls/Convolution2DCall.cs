namespace Receptive.Graph;

/// <summary>
/// Runs one <see cref="Convolution2D"/> pass. Inputs: the source images (for a gradient: that by the output), the kernel,
/// then the bias if there is one, then what the source needs to be expanded (ReLU's output, or the pooling's index).
/// Outputs: the result, and with pooling the index if it is wanted.
/// </summary>
public sealed unsafe class Convolution2DCall : KernelCall
{
    private readonly Convolution2D _pass;
    private readonly Convolution2DOptions _options;
    private readonly bool _index;

    /// <param name="geometry">The forward convolution's sizes.</param>
    /// <param name="options">What else is done.</param>
    /// <param name="index">Whether the pooling's index is written: only a gradient reads it.</param>
    public Convolution2DCall(Conv2DGeometry geometry, Convolution2DOptions options, bool index = false)
    {
        _options = options;
        _index = index;
        _pass = Convolution2D.Create(geometry, options);
    }

    /// <summary>Packing the kernel, then the images.</summary>
    public override int Phases => 2;

    public override bool FirstPhasePrepares => true;

    public override long WorkerScratch => _pass.WorkerScratch;

    public override long SharedScratch(int batchCapacity) => _pass.PreparedLength;

    public override int Chunks(int phase, int batch) => phase == 0 ? _pass.PrepareChunks : _pass.Chunks(batch);

    public override bool Prepares(int input) => input == 1 || (input == 2 && _options.Bias);

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        if (phase == 0)
        {
            _pass.Prepare(chunk, arguments.Input(1), _options.Bias ? arguments.Input(2) : null, arguments.SharedScratch);
            return;
        }
        ImageSource source = ImageSources.Of(_options.Source, arguments.Input(0), arguments, _options.Bias ? 3 : 2);
        byte* index = _index ? (byte*)arguments.Output(1) : null;
        _pass.Run(arguments.Batch, chunk, source, arguments.SharedScratch, arguments.Output(0), index, arguments.WorkerScratch);
    }

    public override string ToString() => _pass.Algorithm;
}
