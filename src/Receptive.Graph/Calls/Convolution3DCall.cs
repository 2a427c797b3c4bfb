namespace Receptive.Graph;

/// <summary>
/// A convolution along three axes, or its gradient with respect to the input, as a sum of convolutions of planes: one for each tap
/// along the depth, in ascending order. Inputs: the volumes (for a gradient: that of the output), the kernel. A chunk is a plane of
/// the result.
/// </summary>
public sealed unsafe class Convolution3DCall : KernelCall
{
    private readonly WindowAxis _depth;
    private readonly bool _inputGradient;
    private readonly Convolution2D _pass;
    private readonly long _kernelPlane;
    private readonly long _sourcePlane;
    private readonly long _resultPlane;

    /// <param name="plane">The forward convolution of the last two axes.</param>
    /// <param name="depth">The forward convolution's first axis.</param>
    /// <param name="inputGradient">Whether the gradient is computed.</param>
    public Convolution3DCall(Conv2DGeometry plane, WindowAxis depth, bool inputGradient)
    {
        (_depth, _inputGradient) = (depth, inputGradient);
        _pass = Convolution2D.Create(plane, new Convolution2DOptions { InputGradient = inputGradient });
        _kernelPlane = plane.KernelElements;
        (_sourcePlane, _resultPlane) = inputGradient ? (plane.OutputElements, plane.InputElements) : (plane.InputElements, plane.OutputElements);
    }

    /// <summary>Packing the kernel, then the planes.</summary>
    public override int Phases => 2;

    public override bool FirstPhasePrepares => true;

    /// <summary>A plane's summand, then what its convolution needs.</summary>
    public override long WorkerScratch => Aligned(_resultPlane) + _pass.WorkerScratch;

    private int SourcePlanes => _inputGradient ? _depth.Outputs : _depth.Size;

    private int ResultPlanes => _inputGradient ? _depth.Size : _depth.Outputs;

    private long PreparedLength => Aligned(_pass.PreparedLength);

    public override long SharedScratch(int batchCapacity) => _depth.Window * PreparedLength;

    public override bool Prepares(int input) => input == 1;

    public override int Chunks(int phase, int batch) => checked(phase == 0 ? _depth.Window * _pass.PrepareChunks : batch * ResultPlanes);

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        if (phase == 0)
        {
            (int tap, int part) = Math.DivRem(chunk, _pass.PrepareChunks);
            _pass.Prepare(part, arguments.Input(1) + tap * _kernelPlane, null, arguments.SharedScratch + tap * PreparedLength);
            return;
        }

        (int example, int plane) = Math.DivRem(chunk, ResultPlanes);
        float* result = arguments.Output(0) + chunk * _resultPlane;
        float* summand = arguments.WorkerScratch, scratch = summand + Aligned(_resultPlane);
        bool isFirst = true;
        for (int tap = 0; tap < _depth.Window; tap++)
        {
            int source = SourceOf(plane, tap);
            if (source < 0) continue;
            ImageSource image = ImageSource.Plain(arguments.Input(0) + ((long)example * SourcePlanes + source) * _sourcePlane);
            float* to = isFirst ? result : summand;
            for (int band = 0; band < _pass.Chunks(1); band++)
                _pass.Run(1, band, image, arguments.SharedScratch + tap * PreparedLength, to, null, scratch);
            if (!isFirst) ElementwiseOps.Add.Function.Run(new(result), new(summand), default, result, (int)_resultPlane);
            isFirst = false;
        }

        if (isFirst) new Span<float>(result, (int)_resultPlane).Clear();
    }

    public override string ToString() => $"planes, {_pass.Algorithm}";

    /// <summary>The plane that a tap brings to a plane of the result, or -1.</summary>
    private int SourceOf(int plane, int tap)
    {
        if (!_inputGradient)
        {
            long source = (long)plane * _depth.Stride - _depth.PadBefore + (long)tap * _depth.Dilation;
            return source >= 0 && source < _depth.Size ? (int)source : -1;
        }

        (long window, long rest) = Math.DivRem(plane + _depth.PadBefore - (long)tap * _depth.Dilation, _depth.Stride);
        return rest == 0 && window >= 0 && window < _depth.Outputs ? (int)window : -1;
    }

    private static long Aligned(long floats) => (floats + 15) & ~15L;
}
