namespace Receptive.Compiler;

/// <summary>The steps of a program and the place of every buffer.</summary>
internal sealed class ProgramPlan
{
    public required IReadOnlyList<ProgramStep> Steps { get; init; }

    /// <summary>All buffers, in the order of the steps that write them.</summary>
    public required IReadOnlyList<PlanBuffer> Buffers { get; init; }

    public required PlanBuffer[] Inputs { get; init; }

    public required PlanBuffer[] Outputs { get; init; }

    /// <summary>The scratch of all workers, one after another; null if no step needs any.</summary>
    public PlanBuffer? WorkerScratch { get; init; }

    /// <summary>Floats of scratch for one worker.</summary>
    public long WorkerScratchFloats { get; init; }

    /// <summary>The size of the arena, set by the planner.</summary>
    public long ArenaFloats { get; set; }
}
