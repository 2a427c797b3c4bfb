using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Where the memory of a buffer comes from.</summary>
internal enum BufferKind
{
    /// <summary>Results of steps and scratch: the program's arena, shared by buffers that live at different times.</summary>
    Arena,

    /// <summary>What lasts from run to run: the program's inputs, the workers' scratch. In the arena, shared with nothing.</summary>
    Lasting,

    /// <summary>A variable's own memory.</summary>
    Variable,

    /// <summary>A constant's own memory.</summary>
    Constant,
}

/// <summary>A piece of memory that steps read and write.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="kind">Where it lies.</param>
/// <param name="floats">Its size, for the largest batch.</param>
internal sealed class PlanBuffer(string name, BufferKind kind, long floats)
{
    public string Name { get; } = name;

    public BufferKind Kind { get; private set; } = kind;

    public long Floats { get; } = floats;

    /// <summary>The variable, for a buffer of that kind.</summary>
    public Variable? Variable { get; private set; }

    /// <summary>The constant, for a buffer of that kind.</summary>
    public ConstantOp? Constant { get; init; }

    /// <summary>Whether callers read it after the run, so that nothing may take its place.</summary>
    public bool IsOutput { get; set; }

    /// <summary>The step that writes it first.</summary>
    public int FirstStep { get; set; } = int.MaxValue;

    /// <summary>The last step that reads or writes it.</summary>
    public int LastStep { get; set; } = -1;

    /// <summary>
    /// The buffer whose place this one takes over when it is written (in-place work), for the new value of a variable that
    /// of the old one; null if it has its own.
    /// </summary>
    public PlanBuffer? Replaces { get; set; }

    /// <summary>Floats from the start of the arena.</summary>
    public long Offset { get; set; } = -1;

    /// <summary>Whether it lies in the arena.</summary>
    public bool IsInArena => Kind is BufferKind.Arena or BufferKind.Lasting;

    /// <summary>The value of a variable from before the updates.</summary>
    public static PlanBuffer Of(Variable variable) =>
        new(variable.Name, BufferKind.Variable, variable.Shape.ElementsPerRow) { Variable = variable };

    /// <summary>Makes this the new value of a variable, in the variable's own memory.</summary>
    public void BecomeValueOf(PlanBuffer variable)
    {
        Kind = BufferKind.Variable;
        Variable = variable.Variable;
        Replaces = variable;
    }

    public void UsedAt(int step)
    {
        FirstStep = Math.Min(FirstStep, step);
        LastStep = Math.Max(LastStep, step);
    }

    public unsafe float* Place(float* arena) => Kind switch
    {
        BufferKind.Variable => Variable!.Pointer,
        BufferKind.Constant => Constant!.Pointer,
        _ => arena + Offset,
    };
}
