using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// An op made by a pass: one kernel call for what were several ops. It may have several outputs. The tensor of the op is
/// the first of them; <see cref="Result"/> gives the others.
/// </summary>
public abstract class FusedOp : Op
{
    /// <summary>The shapes of all outputs, in the order in which the call writes them.</summary>
    public abstract IReadOnlyList<Shape> OutputShapes { get; }

    /// <summary>Two fused ops are the same only when they are one.</summary>
    public override bool IsSameAs(Op other) => ReferenceEquals(this, other);

    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs) => OutputShapes[0];

    /// <summary>Output <paramref name="index"/> of a tensor whose op is a <see cref="FusedOp"/>.</summary>
    public static SymbolicTensor Result(SymbolicTensor fused, int index)
    {
        ArgumentNullException.ThrowIfNull(fused);
        return index == 0 ? fused : SymbolicTensor.Apply(new ResultOp((FusedOp)fused.Op, index), fused);
    }
}

/// <summary>One of the later outputs of a <see cref="FusedOp"/>. Runs nothing: the fused call has written it.</summary>
internal sealed class ResultOp(FusedOp fused, int index) : Op
{
    public override string Name => "Result";

    public FusedOp Fused { get; } = fused;

    public int Index { get; } = index;

    public override string Describe() => $"Result {Index}";

    public override bool IsSameAs(Op other) => other is ResultOp result && result.Index == Index && ReferenceEquals(result.Fused, Fused);

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Fused.OutputShapes[Index];
}
