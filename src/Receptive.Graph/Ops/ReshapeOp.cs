namespace Receptive.Graph;

/// <summary>The same numbers in the same row-major order with other dimensions; the gradient is reshaped back.</summary>
public sealed class ReshapeOp : Op
{
    internal ReshapeOp(Shape target) => Target = target;

    public override string Name => "Reshape";

    public override bool IsView => true;

    /// <summary>The new dimensions.</summary>
    public Shape Target { get; }

    public override string Describe() => $"Reshape({Target})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        if (from.HasBatch != Target.HasBatch)
            throw new ShapeException($"Reshape: {from} cannot become {Target}: the batch (None) must stay the first dimension.");
        if (from.ElementsPerRow != Target.ElementsPerRow)
            throw new ShapeException($"Reshape: {from} holds {from.ElementsPerRow} numbers{(from.HasBatch ? " an example" : "")}, but {Target} holds {Target.ElementsPerRow}.");
        return Target;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.Reshape(outputGradient, output.Inputs[0].Shape)];
    }

    /// <summary>
    /// A dimension lives on where as many numbers lie before it and behind it as did. One that becomes part of a larger one loses its
    /// stride: a unit of the output is a unit of the input and sees no more than that. One that is split is taken to see everything.
    /// </summary>
    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape from = inputs[0];
        return field.Map(axis =>
        {
            long before = Product(from.Dimensions[..axis.Dimension]), behind = Product(from.Dimensions[(axis.Dimension + 1)..]);
            for (int i = 0; i < output.Rank; i++)
            {
                long outputBefore = Product(output.Dimensions[..i]), outputBehind = Product(output.Dimensions[(i + 1)..]);
                if (outputBefore == before && outputBehind == behind && output[i] == from[axis.Dimension]) return axis.At(i);
                if (output[i] <= from[axis.Dimension] || before % outputBefore != 0 || behind % outputBehind != 0) continue;
                return new TensorFieldAxis(axis.Field with { Stride = 0 }, i, axis.OverAll(from).Field);
            }

            return axis.OverAll(from);
        });
    }

    private static long Product(ReadOnlySpan<int> dimensions)
    {
        long product = 1;
        foreach (int dimension in dimensions) product = checked(product * Math.Abs(dimension)); // the batch counts as one
        return product;
    }
}

public static partial class Ops
{
    /// <summary>The same numbers in the same order with other dimensions; costs nothing.</summary>
    /// <exception cref="ShapeException">The numbers of elements differ, or the batch would not stay the first dimension.</exception>
    public static SymbolicTensor Reshape(SymbolicTensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == shape ? x : SymbolicTensor.Apply(new ReshapeOp(shape), x);
    }
}
