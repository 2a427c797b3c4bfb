namespace Receptive.Graph;

/// <summary>
/// A matrix product for each example: C[b, m, n] = sum over k of A[b, m, k] B[b, k, n], either operand optionally transposed.
/// Its gradients are such products again.
/// </summary>
public sealed class BatchMatMulOp : Op
{
    internal BatchMatMulOp(bool transposeA, bool transposeB) => (TransposeA, TransposeB) = (transposeA, transposeB);

    public override string Name => "BatchMatMul";

    /// <summary>Whether A is stored as [b, k, m].</summary>
    public bool TransposeA { get; }

    /// <summary>Whether B is stored as [b, n, k].</summary>
    public bool TransposeB { get; }

    public override string Describe() =>
        $"BatchMatMul{(TransposeA ? TransposeB ? "(transposed A and B)" : "(transposed A)" : TransposeB ? "(transposed B)" : "")}";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 2);
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank != 3 || b.Rank != 3 || a[0] != b[0])
            throw new ShapeException($"{Describe()}: both operands need 3 dimensions, of which the first is the same, but got {a} and {b}.");
        (int rows, int depth) = Sides(a, TransposeA);
        (int other, int columns) = Sides(b, TransposeB);
        if (depth != other)
            throw new ShapeException($"{Describe()}: {a} and {b} do not fit: the sum runs over {depth} numbers of the first and {other} of the second, which must be equal.");
        return new Shape([a[0], rows, columns]);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        SymbolicTensor a = output.Inputs[0], b = output.Inputs[1], dc = outputGradient;
        return
        [
            TransposeA ? Ops.BatchMatMul(b, dc, TransposeB, transposeB: true) : Ops.BatchMatMul(dc, b, transposeA: false, !TransposeB),
            TransposeB ? Ops.BatchMatMul(dc, a, transposeA: true, TransposeA) : Ops.BatchMatMul(a, dc, !TransposeA, transposeB: false),
        ];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new BatchMatMulCall(output, Sides(inputs[0], TransposeA).Columns, TransposeA, TransposeB);
    }

    /// <summary>A multiplication and an addition for each of the products.</summary>
    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return 2 * output.Elements(batch) * Sides(inputs[0], TransposeA).Columns;
    }

    private static (int Rows, int Columns) Sides(Shape shape, bool transposed) => transposed ? (shape[2], shape[1]) : (shape[1], shape[2]);
}

public static partial class Ops
{
    /// <summary>A matrix product for each example: (None, 4, 16) times (None, 16, 5) is (None, 4, 5).</summary>
    /// <param name="a">The left operands.</param>
    /// <param name="b">The right operands.</param>
    /// <param name="transposeA">Whether each left operand is taken with rows and columns exchanged.</param>
    /// <param name="transposeB">Whether each right operand is.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static SymbolicTensor BatchMatMul(SymbolicTensor a, SymbolicTensor b, bool transposeA = false, bool transposeB = false) =>
        SymbolicTensor.Apply(new BatchMatMulOp(transposeA, transposeB), a, b);
}
