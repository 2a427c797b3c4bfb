using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Runs an <see cref="ElementwiseGroup"/> without reductions, cut into runs of blocks.</summary>
internal sealed class ElementwiseCall(ElementwiseGroup group, int block = ElementwiseEvaluator.DefaultBlock, bool? joins = null) : KernelCall
{
    /// <summary>Some microseconds of work: enough to justify another thread, little enough to share out evenly.</summary>
    private const int BlocksPerChunk = 16;

    private readonly ElementwiseEvaluator _evaluator = new(group, block, longestRange: 0, joins);

    /// <summary>The loops over each block.</summary>
    public ElementwiseSchedule Schedule => _evaluator.Schedule;

    private long ChunkLength => (long)_evaluator.Block * BlocksPerChunk;

    public override long WorkerScratch => _evaluator.Scratch;

    public override int Chunks(int phase, int batch) => checked((int)((group.Shape.Elements(batch) + ChunkLength - 1) / ChunkLength));

    /// <summary>An output may lie on an input once every instruction that reads the input's block has run.</summary>
    public override bool MayOverwrite(int input, int output) =>
        group.Operands[input].IsFull && group.Outputs[output] >= Schedule.LastReadOf(input);

    public override bool MayWriteVariable(int output) => true;

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        long start = chunk * ChunkLength;
        _evaluator.Run(arguments, start, Math.Min(start + ChunkLength, group.Shape.Elements(arguments.Batch)));
    }

    public override string ToString() => group.ToString();
}
