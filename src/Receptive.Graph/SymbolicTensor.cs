namespace Receptive.Graph;

/// <summary>
/// The future result of one <see cref="Graph.Op"/>: a node of a graph. It has a shape and inputs but no numbers; those
/// exist when a compiled program runs. Tensors are immutable and point only to tensors made before them, so a graph
/// can have no cycle.
/// </summary>
public sealed class SymbolicTensor
{
    // One counter for the process: whatever else is built meanwhile, the tensors of one graph get increasing ids in
    // the order in which its builder made them. Only that order may be used, never the number itself.
    private static long s_lastId;

    private readonly SymbolicTensor[] _inputs;

    private SymbolicTensor(Op op, SymbolicTensor[] inputs, Shape shape)
    {
        Op = op;
        _inputs = inputs;
        Shape = shape;
        Id = Interlocked.Increment(ref s_lastId);
    }

    /// <summary>What computes it.</summary>
    public Op Op { get; }

    /// <summary>What it is computed from.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs => _inputs;

    /// <summary>Its dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>
    /// Orders tensors by creation: an input's id is below its user's. The numbers depend on what else the process
    /// built, their order does not; nothing printed or compiled may depend on the number itself.
    /// </summary>
    public long Id { get; }

    /// <summary>What reports call it, such as the layer's name; means nothing to the computation.</summary>
    public string? Label { get; set; }

    public static implicit operator SymbolicTensor(float value) => Ops.Constant(value);

    public static SymbolicTensor operator +(SymbolicTensor left, SymbolicTensor right) => Ops.Add(left, right);

    public static SymbolicTensor operator -(SymbolicTensor left, SymbolicTensor right) => Ops.Subtract(left, right);

    public static SymbolicTensor operator *(SymbolicTensor left, SymbolicTensor right) => Ops.Multiply(left, right);

    public static SymbolicTensor operator /(SymbolicTensor left, SymbolicTensor right) => Ops.Divide(left, right);

    public static SymbolicTensor operator -(SymbolicTensor operand) => Ops.Negate(operand);

    /// <summary>
    /// Applies an op to inputs. The factories in <see cref="Ops"/> are the usual way; passes over a graph use this to
    /// rebuild a node with other inputs.
    /// </summary>
    /// <exception cref="ShapeException">The op does not accept these shapes.</exception>
    public static SymbolicTensor Apply(Op op, params ReadOnlySpan<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(op);
        foreach (SymbolicTensor input in inputs) ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        SymbolicTensor[] copy = inputs.ToArray();
        return new SymbolicTensor(op, copy, op.InferShape(Array.ConvertAll(copy, input => input.Shape)));
    }

    /// <summary>Such as <c>Conv2D(strides 1x1, padding valid) (None, 26, 26, 32)</c>.</summary>
    public override string ToString() => $"{Op.Describe()} {Shape}";
}
