using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>Folds any set of axes by sums or maxima.</summary>
/// <remarks>
/// Neighbouring axes that are all folded, or all kept, are taken as one. Then runs of folded axes are folded one after
/// another, the innermost first, each a <see cref="ReduceStep"/> over the result of the one before. Nearly always there is
/// one step: all axes, the last axes or the first axes.
/// </remarks>
internal sealed class ReduceCall : KernelCall
{
    private readonly ReductionFunction _function;
    private readonly ReduceStep[] _steps;

    public ReduceCall(ReductionFunction function, Shape input, ReadOnlySpan<int> axes)
    {
        _function = function;
        _steps = [.. ReduceStep.StepsOf(input, axes)];
        Phases = _steps.Length * 2;
    }

    /// <summary>Two a step: parts, then the parts joined. A step of one part has no chunks in its second phase.</summary>
    public override int Phases { get; }

    public override long SharedScratch(int batchCapacity) => Offset(_steps.Length, batchCapacity);

    public override int Chunks(int phase, int batch) =>
        phase % 2 == 0 ? _steps[phase / 2].PartChunks(batch) : _steps[phase / 2].JoinChunks(batch);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int step = phase / 2;
        int batch = arguments.Batch;
        float* scratch = arguments.SharedScratch + Offset(step, batch);
        float* source = step == 0 ? arguments.Input(0) : arguments.SharedScratch + Offset(step - 1, batch);

        // A step's scratch holds its result, unless that is the call's, and then its parts.
        bool isLast = step == _steps.Length - 1;
        float* result = isLast ? arguments.Output(0) : scratch;
        float* parts = isLast ? scratch : scratch + _steps[step].Results(batch);
        if (phase % 2 == 0) _steps[step].RunPart(_function, source, parts, result, batch, chunk);
        else _steps[step].Join(_function, parts, result, batch, chunk);
    }

    private long Offset(int step, int batch)
    {
        long offset = 0;
        for (int i = 0; i < step; i++)
        {
            long floats = _steps[i].Parts(batch) + (i < _steps.Length - 1 ? _steps[i].Results(batch) : 0);
            offset += (floats + 15) / 16 * 16;
        }

        return offset;
    }
}
