namespace Receptive.Graph;

/// <summary>Output axis i is input axis permutation[i]; the gradient is transposed back by the inverse permutation.</summary>
public sealed class TransposeOp : Op
{
    private readonly int[] _permutation;

    internal TransposeOp(ReadOnlySpan<int> permutation) => _permutation = permutation.ToArray();

    public override string Name => "Transpose";

    /// <summary>Which input axis each output axis is.</summary>
    public ReadOnlySpan<int> Permutation => _permutation;

    public override string Describe() => $"Transpose({string.Join(", ", _permutation)})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        int[] sorted = [.. _permutation.Order()];
        if (!sorted.AsSpan().SequenceEqual(Enumerable.Range(0, from.Rank).ToArray()))
            throw new ShapeException($"Transpose: the permutation ({string.Join(", ", _permutation)}) must name each axis of the shape {from}, 0 to {from.Rank - 1}, once.");
        if (from.HasBatch && _permutation[0] != 0)
            throw new ShapeException($"Transpose: the batch (None) of {from} must stay the first dimension, but the permutation ({string.Join(", ", _permutation)}) moves it.");
        return Array.ConvertAll(_permutation, axis => from[axis]);
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new TransposeCall(inputs[0], _permutation);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        int[] inverse = new int[_permutation.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[_permutation[i]] = i;
        return [Ops.Transpose(outputGradient, inverse)];
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) =>
        field.Map(axis => axis.At(Array.IndexOf(_permutation, axis.Dimension)));
}

public static partial class Ops
{
    /// <summary>Reorders axes: output axis i is input axis <c>permutation[i]</c>. The batch stays the first.</summary>
    /// <exception cref="ShapeException">The permutation does not name each axis once, or moves the batch.</exception>
    public static SymbolicTensor Transpose(SymbolicTensor x, params ReadOnlySpan<int> permutation) =>
        SymbolicTensor.Apply(new TransposeOp(permutation), x);
}
