namespace Receptive.Graph;

/// <summary>
/// Makes each position along an axis of a few positions of the input, as <see cref="AxisWeights"/> says: resizing, picking,
/// uneven means. It is linear, and its gradient is the same op with the transposed weights.
/// </summary>
public sealed class ResampleOp : Op
{
    internal ResampleOp(int axis, AxisWeights weights) => (Axis, Weights) = (axis, weights);

    public override string Name => "Resample";

    /// <summary>The axis, counted from the front.</summary>
    public int Axis { get; }

    /// <summary>What each position is made of.</summary>
    public AxisWeights Weights { get; }

    public override string Describe() => $"Resample(axis {Axis}, {Weights.Inputs} to {Weights.Outputs} by {Weights.Count} weights)";

    public override bool IsSameAs(Op other) => other is ResampleOp resample && resample.Axis == Axis && resample.Weights.Equals(Weights);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        if (Axis < (from.HasBatch ? 1 : 0) || Axis >= from.Rank)
            throw new ShapeException($"Resample: {from} has no axis {Axis} besides the batch.");
        if (from[Axis] != Weights.Inputs)
            throw new ShapeException($"Resample: axis {Axis} of {from} must have {Weights.Inputs} positions, as many as the weights are for.");
        long[] sizes = [.. from.WithoutBatch().ToArray().Select(size => (long)size)];
        sizes[Axis - (from.HasBatch ? 1 : 0)] = Weights.Outputs;
        return ShapeRules.Sized(Name, from.HasBatch, sizes);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient) =>
        [Ops.Resample(outputGradient, Axis, Weights.Transposed)];

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new ResampleCall(output, Axis, Weights);

    /// <summary>A multiplication and an addition for each weight.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        2 * (output.Elements(batch) / Weights.Outputs) * Weights.Count;

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.Dimension == Axis ? axis.OverAll(inputs[0], axis.Dimension) : axis);
}

public static partial class Ops
{
    /// <summary>x with the positions along an axis made anew, each a weighted sum of a few old ones.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, which is not the batch; negative ones count from the end.</param>
    /// <param name="weights">What each position is made of.</param>
    /// <exception cref="ShapeException">The axis does not exist, is the batch, or has another number of positions.</exception>
    public static SymbolicTensor Resample(SymbolicTensor x, int axis, AxisWeights weights)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        return SymbolicTensor.Apply(new ResampleOp(axis < 0 ? axis + x.Shape.Rank : axis, weights), x);
    }
}
