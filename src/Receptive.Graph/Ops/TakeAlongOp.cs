namespace Receptive.Graph;

/// <summary>
/// Elements of x along its last axis at given positions: y[.., i] = x[.., index[.., i]]; a position outside gives 0. The gradient
/// goes back to these places, by a <see cref="PutAlongOp"/>; the positions have none.
/// </summary>
public sealed class TakeAlongOp : Op
{
    internal static readonly TakeAlongOp Instance = new();

    private TakeAlongOp()
    {
    }

    public override string Name => "TakeAlong";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        CheckRows(Name, inputs[0], inputs[1]);
        return inputs[1];
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.PutAlong(outputGradient, output.Inputs[1], output.Inputs[0].Shape[^1]), null];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new AlongCall(inputs[0], output, isPut: false);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == output.Rank - 1 ? axis.OverAll(inputs[input], axis.Dimension) : axis);

    internal static void CheckRows(string op, Shape x, Shape index)
    {
        if (x.WithoutBatch().Rank == 0 || x.Rank != index.Rank || !x.Dimensions[..^1].SequenceEqual(index.Dimensions[..^1]))
            throw new ShapeException($"{op}: values {x} and positions {index} must have the same dimensions but for the last, and one besides the batch.");
    }
}

public static partial class Ops
{
    /// <summary>Elements of x along its last axis at given positions; a position outside gives 0.</summary>
    /// <param name="x">Where elements are taken from.</param>
    /// <param name="indices">Positions from 0, whole-valued floats; the dimensions of x but for the last.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static SymbolicTensor TakeAlong(SymbolicTensor x, SymbolicTensor indices) => SymbolicTensor.Apply(TakeAlongOp.Instance, x, indices);
}
