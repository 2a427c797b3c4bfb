namespace Receptive.Graph;

/// <summary>
/// The gradient of a convolution along three axes with respect to its kernel: for each tap along the depth, the sum over all planes
/// that it joins of a convolution of planes' gradient. Inputs: the volumes, the gradient of the output.
/// </summary>
/// <remarks>
/// The planes of the output are cut into groups whose number depends on the batch alone; a chunk sums one group for one tap, in
/// order; then the groups are added in order.
/// </remarks>
public sealed unsafe class Convolution3DKernelGradientCall : KernelCall
{
    /// <summary>Floats added at once: the elementwise kernels count in 32 bits.</summary>
    private const int MostAtOnce = 1 << 20;

    private readonly WindowAxis _depth;
    private readonly Conv2DGeometry _plane;
    private readonly Convolution2DKernelGradient _pass;

    /// <param name="plane">The forward convolution of the last two axes.</param>
    /// <param name="depth">The forward convolution's first axis.</param>
    public Convolution3DKernelGradientCall(Conv2DGeometry plane, WindowAxis depth)
    {
        (_plane, _depth) = (plane, depth);
        _pass = Convolution2DKernelGradient.Create(plane, ImageSourceKind.Plain);
    }

    /// <summary>Partial sums over groups of planes, then their sum.</summary>
    public override int Phases => 2;

    /// <summary>One plane's gradient, then what computing it needs.</summary>
    public override long WorkerScratch => PartialLength + _pass.WorkerScratch;

    private long PartialLength => (_pass.PartialLength + 15) & ~15L;

    public override long SharedScratch(int batchCapacity) => (long)_depth.Window * Groups(batchCapacity) * _pass.PartialLength;

    public override int Chunks(int phase, int batch) => checked(_depth.Window * (phase == 0 ? Groups(batch) : _pass.FinishChunks));

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int groups = Groups(arguments.Batch);
        if (phase == 1)
        {
            (int ofTap, int part) = Math.DivRem(chunk, _pass.FinishChunks);
            _pass.Finish(groups, part, arguments.SharedScratch + (long)ofTap * groups * _pass.PartialLength, arguments.Output(0) + ofTap * _plane.KernelElements);
            return;
        }

        (int tap, int group) = Math.DivRem(chunk, groups);
        long planes = (long)arguments.Batch * _depth.Outputs, end = planes * (group + 1) / groups;
        float* sum = arguments.SharedScratch + chunk * _pass.PartialLength, summand = arguments.WorkerScratch;
        for (long i = 0; i < _pass.PartialLength; i++) sum[i] = 0;
        for (long plane = planes * group / groups; plane < end; plane++)
        {
            (long example, long window) = Math.DivRem(plane, _depth.Outputs);
            long source = window * _depth.Stride - _depth.PadBefore + (long)tap * _depth.Dilation;
            if (source < 0 || source >= _depth.Size) continue;
            float* image = arguments.Input(0) + (example * _depth.Size + source) * _plane.InputElements;
            ImageSource gradient = ImageSource.Plain(arguments.Input(1) + plane * _plane.OutputElements);
            _pass.Accumulate(1, 0, image, gradient, summand, summand + PartialLength);
            for (long i = 0; i < _pass.PartialLength; i += MostAtOnce)
                ElementwiseOps.Add.Function.Run(new(sum + i), new(summand + i), default, sum + i, (int)Math.Min(MostAtOnce, _pass.PartialLength - i));
        }
    }

    public override string ToString() => $"planes, {_pass.Algorithm}";

    private int Groups(int batch) => Convolution2DKernelGradient.Chunks((int)Math.Min((long)batch * _depth.Outputs, int.MaxValue));
}
