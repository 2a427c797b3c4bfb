namespace Receptive.Graph;

/// <summary>
/// Zeros with elements added at given positions along the last axis: y[.., index[.., i]] += x[.., i]; a position outside is left
/// out. The gradient is taken from these places, by a <see cref="TakeAlongOp"/>.
/// </summary>
public sealed class PutAlongOp : Op
{
    internal PutAlongOp(int size) => Size = size >= 1 ? size : throw new ShapeException($"PutAlong: the size must be at least 1, but is {size}.");

    public override string Name => "PutAlong";

    /// <summary>The size of the last axis.</summary>
    public int Size { get; }

    public override string Describe() => $"PutAlong(size {Size})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        TakeAlongOp.CheckRows(Name, inputs[0], inputs[1]);
        if (inputs[0] != inputs[1]) throw new ShapeException($"PutAlong: there must be a position for each value, but they have the shapes {inputs[1]} and {inputs[0]}.");
        return new Shape([.. inputs[0].Dimensions[..^1], Size]);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.TakeAlong(outputGradient, output.Inputs[1]), null];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new AlongCall(output, inputs[0], isPut: true);
    }

    /// <summary>An addition for each value.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Elements(batch);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == output.Rank - 1 ? axis.OverAll(inputs[input], axis.Dimension) : axis);
}

public static partial class Ops
{
    /// <summary>Zeros with elements added at given positions along the last axis; a position outside is left out.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="indices">A position from 0 for each, whole-valued floats.</param>
    /// <param name="size">The size of the last axis afterwards.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or the size is below 1.</exception>
    public static SymbolicTensor PutAlong(SymbolicTensor x, SymbolicTensor indices, int size) => SymbolicTensor.Apply(new PutAlongOp(size), x, indices);
}
