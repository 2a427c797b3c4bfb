using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>One kernel call of a program with the memory it works on.</summary>
internal sealed class ProgramStep
{
    /// <summary>The op, with its attributes.</summary>
    public required string Description { get; init; }

    /// <summary>What the op's tensor is called, such as a layer's name, or the variable that it updates; empty if it has no name.</summary>
    public required string Label { get; set; }

    public required KernelCall Call { get; init; }

    public required PlanBuffer[] Inputs { get; init; }

    public required PlanBuffer[] Outputs { get; init; }

    /// <summary>The shapes of the outputs, for reports.</summary>
    public required Shape[] OutputShapes { get; init; }

    /// <summary>The additions, multiplications and so on that the operation means for a batch, whatever the kernel does.</summary>
    public required Func<int, long> FloatingOperations { get; init; }

    /// <summary>The call's scratch, null if it needs none.</summary>
    public PlanBuffer? SharedScratch { get; set; }

    /// <summary>
    /// The floats that the call's first phase prepares from variables that this program does not change: kept with the
    /// variables (<see cref="PreparedWeights"/>), so that the phase runs only after they changed. 0 if it does not.
    /// </summary>
    public long PreparedFloats { get; set; }

    /// <summary>What, with the variables and constants, says how they are prepared: the op and the shapes of its inputs.</summary>
    public string PreparationKey { get; init; } = "";
}
