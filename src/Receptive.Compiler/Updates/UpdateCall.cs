using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// The kernel call of an update, cut into runs of elements. Inputs: the update's tensors, then the variables it consults.
/// Outputs: the variables it writes.
/// </summary>
internal abstract class UpdateCall(Shape shape) : KernelCall
{
    /// <summary>Four arrays of 64 kB: a share of the second-level cache, some tens of microseconds.</summary>
    private const long ChunkElements = 16384;

    private readonly long _elements = shape.ElementsPerRow;

    /// <summary>The call that performs an update.</summary>
    public static UpdateCall For(UpdateOp update) => update switch
    {
        AdamUpdate adam => new AdamUpdateCall(adam),
        SgdUpdate sgd => new SgdUpdateCall(sgd),
        Assign assign => new AssignCall(assign),
        _ => throw new NotSupportedException($"The compiler has no kernel call for the update {update.Name}."),
    };

    public sealed override int Chunks(int phase, int batch) => (int)((_elements + ChunkElements - 1) / ChunkElements);

    public sealed override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        long first = chunk * ChunkElements;
        Run(arguments, first, (int)Math.Min(ChunkElements, _elements - first));
    }

    private protected abstract void Run(in KernelArguments arguments, long first, int count);
}
