namespace Receptive.Graph;

/// <summary>
/// What one step of a program runs. A call has phases, run one after another; a phase has chunks, which run in parallel
/// in any order. How the work is cut depends on shapes and the batch alone, never on threads or the instruction set:
/// that is what makes results the same everywhere.
/// </summary>
/// <remarks>A call holds no state of a run, so the programs of several threads may share it.</remarks>
public abstract class KernelCall
{
    /// <summary>The number of phases; all chunks of one are done before the next begins.</summary>
    public virtual int Phases => 1;

    /// <summary>
    /// Whether the first phase only prepares the shared scratch from some inputs (see <see cref="Prepares"/>), such as packing
    /// weights. While those are unchanged variables, the scratch is kept with them for all programs that run an equal op on
    /// inputs of equal shapes, and the phase is skipped. The scratch then holds nothing but what was prepared.
    /// </summary>
    public virtual bool FirstPhasePrepares => false;

    /// <summary>Whether the preparing phase reads this input.</summary>
    public virtual bool Prepares(int input) => false;

    /// <summary>The number of chunks of a phase; 0 is allowed.</summary>
    public abstract int Chunks(int phase, int batch);

    /// <summary>Floats of scratch memory shared by all chunks and phases of one run, for batches up to a capacity.</summary>
    public virtual long SharedScratch(int batchCapacity) => 0;

    /// <summary>Floats of scratch memory that each worker has for itself; a chunk finds it with undefined contents.</summary>
    public virtual long WorkerScratch => 0;

    /// <summary>
    /// Whether an output may lie where an input of the same size lies, which then is lost. True only if no chunk reads the
    /// input at a place where any chunk has written the output.
    /// </summary>
    public virtual bool MayOverwrite(int input, int output) => false;

    /// <summary>
    /// Whether an output may lie in the memory of a variable, which programs of other threads may be reading: each element is
    /// written once, with its final value.
    /// </summary>
    public virtual bool MayWriteVariable(int output) => false;

    /// <summary>Runs one chunk. Allocates nothing and throws nothing.</summary>
    public abstract void Run(in KernelArguments arguments, int phase, int chunk);
}
