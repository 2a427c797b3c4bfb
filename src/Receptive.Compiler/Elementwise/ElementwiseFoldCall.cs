using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Runs an <see cref="ElementwiseGroup"/> with reductions: each chunk computes the range of elements that one part of the
/// reductions needs and folds it while it is in the second-level cache, so values that are only folded never go to memory.
/// </summary>
/// <remarks>The parts are those of the reductions on their own (see <see cref="ReduceStep"/>), so results are bit-identical.</remarks>
internal sealed unsafe class ElementwiseFoldCall : KernelCall
{
    /// <summary>The longest range a group may fold, 256 kB a value: what a second-level cache holds.</summary>
    public const long LongestRange = 65536;

    private readonly ElementwiseGroup _group;
    private readonly ReduceStep _step;
    private readonly ElementwiseEvaluator _evaluator;

    public ElementwiseFoldCall(ElementwiseGroup group, int block = ElementwiseEvaluator.DefaultBlock, bool? joins = null)
    {
        _group = group;
        _step = group.Fold ?? throw new ArgumentException("The group folds nothing.", nameof(group));
        _evaluator = new ElementwiseEvaluator(group, block, _step.LongestRange, joins);
    }

    /// <summary>Parts, then the parts joined; the second has no chunks where each result has one part.</summary>
    public override int Phases => 2;

    public override long WorkerScratch => _evaluator.Scratch;

    public override long SharedScratch(int batchCapacity) => _group.Folded.Length * PartsLength(batchCapacity);

    public override int Chunks(int phase, int batch)
    {
        if (phase == 0) return _step.PartChunks(batch);
        return _step.JoinChunks(batch) == 0 ? 0 : _group.Folded.Length;
    }

    public override bool MayOverwrite(int input, int output) =>
        output < _group.Outputs.Length && _group.Operands[input].IsFull && _group.Outputs[output] >= _evaluator.Schedule.LastReadOf(input);

    public override bool MayWriteVariable(int output) => output < _group.Outputs.Length;

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int batch = arguments.Batch;
        if (phase == 1)
        {
            _step.Join(_group.Folded[chunk].Function, Parts(arguments, chunk), Result(arguments, chunk), batch, chunk: 0);
            return;
        }

        (long start, long count) = _step.RangeOf(chunk, batch);
        _evaluator.Run(arguments, start, start + count);
        for (int i = 0; i < _group.Folded.Length; i++)
        {
            FoldedValue folded = _group.Folded[i];
            float* values = _evaluator.Base(arguments, folded.Value, start);
            _step.RunPart(folded.Function, values, Parts(arguments, i), Result(arguments, i), batch, chunk);
        }
    }

    public override string ToString() => _group.ToString();

    private long PartsLength(int batch) => Lowering.RoundUp(_step.Parts(batch));

    private float* Parts(in KernelArguments arguments, int index) => arguments.SharedScratch + index * PartsLength(arguments.Batch);

    private float* Result(in KernelArguments arguments, int index) => arguments.Output(_group.Outputs.Length + index);
}
