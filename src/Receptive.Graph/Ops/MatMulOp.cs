namespace Receptive.Graph;

/// <summary>
/// The matrix product C[m, n] = sum over k of A[m, k] B[k, n], either operand optionally transposed. A tensor of more
/// than two dimensions is taken as the matrix of its last dimension by all the others, so that a Dense layer works on
/// any leading dimensions and its weight gradient sums over all of them; only a transposed B must be a matrix.
/// </summary>
public sealed class MatMulOp : Op
{
    private static readonly MatMulOp[] s_all = [new(false, false), new(true, false), new(false, true), new(true, true)];

    private MatMulOp(bool transposeA, bool transposeB)
    {
        TransposeA = transposeA;
        TransposeB = transposeB;
    }

    public override string Name => "MatMul";

    /// <summary>Whether A is stored as [k, m].</summary>
    public bool TransposeA { get; }

    /// <summary>Whether B is stored as [n, k].</summary>
    public bool TransposeB { get; }

    internal static MatMulOp Get(bool transposeA, bool transposeB) => s_all[(transposeA ? 1 : 0) + (transposeB ? 2 : 0)];

    public override string Describe() => (TransposeA, TransposeB) switch
    {
        (false, false) => "MatMul",
        (true, false) => "MatMul(transposed A)",
        (false, true) => "MatMul(transposed B)",
        _ => "MatMul(transposed A and B)",
    };

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank < 2 || b.Rank < 2)
            throw new ShapeException($"{Describe()}: both operands need at least 2 dimensions, but got {a} and {b}. Reshape a vector to a matrix of one row or one column.");
        if (TransposeB && b.Rank != 2)
            throw new ShapeException($"{Describe()}: the second operand must have 2 dimensions to be transposed, but its shape is {b}.");
        ReadOnlySpan<int> summedA = TransposeA ? a.Dimensions[..^1] : a.Dimensions[^1..];
        ReadOnlySpan<int> summedB = TransposeB ? b.Dimensions[^1..] : b.Dimensions[..^1];
        if (!summedA.SequenceEqual(summedB))
            throw new ShapeException($"{Describe()}: {a} and {b} do not fit: the sum runs over [{Words(summedA)}] of the first and [{Words(summedB)}] of the second, which must be equal.");
        ReadOnlySpan<int> rows = TransposeA ? a.Dimensions[^1..] : a.Dimensions[..^1];
        ReadOnlySpan<int> columns = TransposeB ? b.Dimensions[..^1] : b.Dimensions[^1..];
        if (columns.Contains(Shape.Batch))
            throw new ShapeException($"{Describe()}: the batch (None) of {b} would become a later dimension of the product of {a} and {b}; it must stay the first. Swap the operands.");
        return new Shape([.. rows, .. columns]);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(outputGradient);
        SymbolicTensor a = output.Inputs[0], b = output.Inputs[1], dc = outputGradient;
        return
        [
            TransposeA ? Ops.MatMul(b, dc, TransposeB, transposeB: true) : Ops.MatMul(dc, b, transposeA: false, !TransposeB),
            TransposeB ? Ops.MatMul(dc, a, transposeA: true, TransposeA) : Ops.MatMul(a, dc, !TransposeA, transposeB: false),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new MatMulCall(inputs[0], inputs[1], TransposeA, TransposeB);
    }

    /// <summary>A multiplication and an addition for each of the m n k products.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        long columns = TransposeB ? inputs[1].Elements(batch) / inputs[1][^1] : inputs[1][^1];
        return 2 * inputs[0].Elements(batch) * columns;
    }

    /// <summary>The rows of the first operand stay what they are.</summary>
    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (input != 0 || TransposeA) return base.FieldOf(input, field, inputs, output);
        return field.Map(axis => axis.Dimension == inputs[0].Rank - 1 ? axis.OverAll(inputs[0]) : axis);
    }

    private static string Words(ReadOnlySpan<int> dimensions) =>
        string.Join(", ", dimensions.ToArray().Select(d => d == Shape.Batch ? "None" : $"{d}"));
}

public static partial class Ops
{
    /// <summary>
    /// The matrix product of a and b. A tensor of more than two dimensions is taken as the matrix of its last dimension
    /// by all the others: (None, 7, 16) times (16, 4) is (None, 7, 4).
    /// </summary>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="transposeA">Whether to transpose a first.</param>
    /// <param name="transposeB">Whether to transpose b first.</param>
    /// <exception cref="ShapeException">The summed dimensions differ.</exception>
    public static SymbolicTensor MatMul(SymbolicTensor a, SymbolicTensor b, bool transposeA = false, bool transposeB = false) =>
        SymbolicTensor.Apply(MatMulOp.Get(transposeA, transposeB), a, b);
}
