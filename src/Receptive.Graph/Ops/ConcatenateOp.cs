namespace Receptive.Graph;

/// <summary>Joins tensors one behind the other along an axis; each one's gradient is its slice of the gradient.</summary>
public sealed class ConcatenateOp : Op
{
    internal ConcatenateOp(int axis) => Axis = axis;

    public override string Name => "Concatenate";

    /// <summary>The axis along which the inputs are joined, counted from the front.</summary>
    public int Axis { get; }

    public override string Describe() => $"Concatenate(axis {Axis})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ShapeException("Concatenate: there must be at least one input, but there is none.");
        Shape first = inputs[0];
        if ((uint)Axis >= (uint)first.Rank)
            throw new ShapeException($"Concatenate: there is no axis {Axis} in the shape {first}; axes run from {-first.Rank} to {first.Rank - 1}.");
        if (Axis == 0 && first.HasBatch)
            throw new ShapeException($"Concatenate: axis 0 of {first} is the batch (None), along which nothing can be joined: its size is that of the running step. Name another axis, such as -1.");
        int[] dimensions = first.ToArray();
        long joined = 0;
        foreach (Shape shape in inputs)
        {
            bool fits = shape.Rank == first.Rank;
            for (int i = 0; fits && i < first.Rank; i++) fits = i == Axis || shape[i] == first[i];
            if (!fits)
                throw new ShapeException($"Concatenate: the shapes {string.Join(" and ", inputs)} do not fit: all dimensions but axis {Axis}, along which they are joined, must be equal.");
            joined += shape[Axis];
        }

        if (joined > int.MaxValue)
            throw new ShapeException($"Concatenate: joined, axis {Axis} would have {joined} elements; at most {int.MaxValue} are possible.");
        dimensions[Axis] = (int)joined;
        return dimensions;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        var gradients = new SymbolicTensor[output.Inputs.Count];
        int[] begin = new int[output.Shape.Rank];
        for (int i = 0; i < gradients.Length; i++)
        {
            Shape shape = output.Inputs[i].Shape;
            gradients[i] = Ops.Slice(outputGradient, begin, shape.Dimensions);
            begin[Axis] += shape[Axis];
        }

        return gradients;
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new ConcatenateCall(inputs, output, Axis);
}

public static partial class Ops
{
    /// <summary>Joins tensors one behind the other along an axis.</summary>
    /// <param name="inputs">At least one; their dimensions are equal but for the axis.</param>
    /// <param name="axis">Any axis but the batch; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There is no input, the axis does not exist or is the batch, or other dimensions differ.</exception>
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> inputs, int axis)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int rank = inputs.Count == 0 ? 0 : inputs[0].Shape.Rank;
        return SymbolicTensor.Apply(new ConcatenateOp(axis < 0 && axis >= -rank ? axis + rank : axis), [.. inputs]);
    }
}
