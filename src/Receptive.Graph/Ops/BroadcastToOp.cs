namespace Receptive.Graph;

/// <summary>Repeats x along new leading axes and axes of size 1; the gradient is the sum over the repetitions.</summary>
public sealed class BroadcastToOp : Op
{
    internal BroadcastToOp(Shape target) => Target = target;

    public override string Name => "BroadcastTo";

    /// <summary>The shape after repetition.</summary>
    public Shape Target { get; }

    public override string Describe() => $"BroadcastTo({Target})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        if (!ShapeRules.CanBroadcast(inputs[0], Target))
            throw new ShapeException($"BroadcastTo: {inputs[0]} cannot be repeated to {Target}: aligned at the last dimension, each of its dimensions must be 1 or equal.");
        return Target;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Broadcasting.SumTo(outputGradient, output.Inputs[0].Shape)];
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Broadcast(inputs[input], output);
    }
}

public static partial class Ops
{
    /// <summary>Repeats x along new leading axes and axes of size 1 until it has the given shape.</summary>
    /// <exception cref="ShapeException">A dimension is neither 1 nor equal.</exception>
    public static SymbolicTensor BroadcastTo(SymbolicTensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == shape ? x : SymbolicTensor.Apply(new BroadcastToOp(shape), x);
    }
}
