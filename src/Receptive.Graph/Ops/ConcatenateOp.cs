namespace Receptive.Graph;

/// <summary>Tensors one behind the other along an axis; the gradient of each is the <see cref="SliceOp"/> where it went.</summary>
public sealed class ConcatenateOp : Op
{
    internal ConcatenateOp(int axis) => Axis = axis;

    public override string Name => "Concatenate";

    /// <summary>The axis, counted from the front.</summary>
    public int Axis { get; }

    public override string Describe() => $"Concatenate(axis {Axis})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ShapeException("Concatenate takes at least one tensor, but got none.");
        Shape first = inputs[0];
        if ((uint)Axis >= (uint)first.Rank)
            throw new ShapeException($"Concatenate: there is no axis {Axis} in the shape {first}; axes run from {-first.Rank} to {first.Rank - 1}.");
        if (Axis == 0 && inputs.Any(shape => shape.HasBatch))
            throw new ShapeException($"Concatenate: the shapes {string.Join(", ", inputs)} cannot be joined along the batch (None); choose another axis.");
        long size = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            Shape shape = inputs[i];
            bool fits = shape.Rank == first.Rank;
            for (int axis = 0; fits && axis < shape.Rank; axis++) fits = axis == Axis || shape[axis] == first[axis];
            if (!fits)
                throw new ShapeException($"Concatenate: tensor {i} of shape {shape} does not fit the first one's {first}: all dimensions but {Axis} must be equal.");
            size += shape[Axis];
        }

        return ShapeRules.Sized(Name, first.HasBatch, [.. first.WithoutBatch().ToArray().Select((d, i) => i + (first.HasBatch ? 1 : 0) == Axis ? size : d)]);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        int[][] begins = Begins([.. output.Inputs.Select(input => input.Shape)]);
        return [.. output.Inputs.Select((input, i) => Ops.Slice(outputGradient, begins[i], input.Shape.WithoutBatch().Dimensions))];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[][] begins = Begins(inputs);
        int[] ones = [.. Enumerable.Repeat(1, output.WithoutBatch().Rank)];
        return new ScatterBoxesCall(output.HasBatch, [.. inputs.Select((input, i) => new Box(output, input, begins[i], ones))], background: null);
    }

    /// <summary>Along another axis, such as the channels, every unit stays where it was; along the image's own, units move.</summary>
    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Map(axis => axis.Dimension == Axis ? axis.OverAll(inputs[input], Axis) : axis);
    }

    /// <summary>Where each input begins, one entry for each axis besides the batch.</summary>
    private int[][] Begins(IReadOnlyList<Shape> inputs)
    {
        int batch = inputs[0].HasBatch ? 1 : 0, offset = 0;
        int[][] begins = new int[inputs.Count][];
        for (int i = 0; i < begins.Length; i++)
        {
            begins[i] = new int[inputs[i].Rank - batch];
            begins[i][Axis - batch] = offset;
            offset += inputs[i][Axis];
        }

        return begins;
    }
}

public static partial class Ops
{
    /// <summary>Tensors one behind the other along an axis that is not the batch.</summary>
    /// <param name="tensors">At least one; their shapes are equal but for the axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or the axis does not exist or is the batch.</exception>
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> tensors, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        int rank = tensors.Count > 0 ? tensors[0].Shape.Rank : 0;
        SymbolicTensor joined = SymbolicTensor.Apply(new ConcatenateOp(axis < 0 ? axis + rank : axis), [.. tensors]);
        return tensors.Count == 1 ? tensors[0] : joined;
    }
}
