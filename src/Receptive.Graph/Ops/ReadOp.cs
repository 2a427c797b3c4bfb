namespace Receptive.Graph;

/// <summary>The value of a variable from before the step's updates.</summary>
public sealed class ReadOp : SourceOp
{
    internal ReadOp(Variable variable)
        : base(variable.Shape) => Variable = variable;

    public override string Name => "Read";

    public Variable Variable { get; }

    public override string Describe() => $"Read({Variable.Name})";

    /// <summary>The same variable, not just one of that name.</summary>
    public override bool IsSameAs(Op other) => other is ReadOp read && ReferenceEquals(read.Variable, Variable);
}

public static partial class Ops
{
    /// <summary>The value of a variable, as it is before the step's updates.</summary>
    public static SymbolicTensor Read(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return SymbolicTensor.Apply(new ReadOp(variable));
    }
}
