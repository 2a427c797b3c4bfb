using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Removes operations that change nothing and computes what is known already. No result changes by a bit.</summary>
/// <remarks>
/// So x + 0 stays (it turns -0 into 0), and so does a chain of multiplications by constants (joining them rounds once
/// instead of twice).
/// </remarks>
internal sealed class SimplifyAlgebra : IGraphPass
{
    public string Name => "simplify";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        int simplified = 0;
        GraphFunction result = rewriter.Run(old =>
        {
            if (old.Inputs.Count == 0) return null;
            SymbolicTensor? simpler = Simplify(old.Op, [.. old.Inputs.Select(rewriter.New)], old.Shape);
            if (simpler is not null) simplified++;
            return simpler;
        });
        effect = simplified == 0 ? "" : $"{simplified} simplified";
        return result;
    }

    private static SymbolicTensor? Simplify(Op op, SymbolicTensor[] inputs, Shape shape)
    {
        SymbolicTensor x = inputs[0];
        switch (op)
        {
            case StopGradientOp:
                return x;
            case ReshapeOp:
                if (x.Shape == shape) return x;
                return x.Op is ReshapeOp ? Ops.Reshape(x.Inputs[0], shape) : null;
            case BroadcastToOp:
                if (x.Shape == shape) return x;
                return x.Op is BroadcastToOp ? Ops.BroadcastTo(x.Inputs[0], shape) : null;
            case TransposeOp transpose:
                return Transposed(transpose, x);
            case ReduceOp reduce:
                return reduce.Axes.ToArray().All(axis => x.Shape[axis] == 1) ? Ops.Reshape(x, shape) : null;
            case ElementwiseOp elementwise:
                return Folded(elementwise, inputs) ?? Neutral(elementwise, inputs, shape);
            default:
                return null;
        }
    }

    private static SymbolicTensor? Transposed(TransposeOp transpose, SymbolicTensor x)
    {
        ReadOnlySpan<int> outer = transpose.Permutation;
        if (IsIdentity(outer)) return x;
        if (x.Op is not TransposeOp first) return null;
        int[] joined = new int[outer.Length];
        for (int axis = 0; axis < joined.Length; axis++) joined[axis] = first.Permutation[outer[axis]];
        return IsIdentity(joined) ? x.Inputs[0] : Ops.Transpose(x.Inputs[0], joined);
    }

    private static bool IsIdentity(ReadOnlySpan<int> permutation)
    {
        for (int axis = 0; axis < permutation.Length; axis++)
        {
            if (permutation[axis] != axis) return false;
        }

        return true;
    }

    /// <summary>The operand that an operation with a neutral element leaves as it is.</summary>
    private static SymbolicTensor? Neutral(ElementwiseOp op, SymbolicTensor[] inputs, Shape shape)
    {
        SymbolicTensor x = inputs[0];
        SymbolicTensor? y = inputs.Length > 1 ? inputs[1] : null;
        if (op == ElementwiseOps.Multiply)
        {
            if (Scalar(y) == 1f && x.Shape == shape) return x;
            if (Scalar(x) == 1f && y!.Shape == shape) return y;
            if (Scalar(y) == -1f && x.Shape == shape) return Ops.Negate(x);
            if (Scalar(x) == -1f && y!.Shape == shape) return Ops.Negate(y);
        }
        else if (op == ElementwiseOps.Divide)
        {
            if (Scalar(y) == 1f && x.Shape == shape) return x;
            if (Scalar(y) is { } divisor && HasExactReciprocal(divisor)) return Ops.Multiply(x, 1f / divisor);
        }
        else if (op == ElementwiseOps.Subtract)
        {
            if (IsPositiveZero(Scalar(y)) && x.Shape == shape) return x; // -0 - 0 is -0
        }
        else if (op == ElementwiseOps.Negate)
        {
            if (x.Op == ElementwiseOps.Negate) return x.Inputs[0];
        }

        return null;
    }

    private static float? Scalar(SymbolicTensor? tensor) => tensor?.Op is ConstantOp { ScalarValue: { } value } ? value : null;

    private static bool IsPositiveZero(float? value) => value is { } number && BitConverter.SingleToInt32Bits(number) == 0;

    /// <summary>Whether dividing by a number and multiplying by its reciprocal are the same: it is a power of two.</summary>
    private static bool HasExactReciprocal(float value) => float.IsNormal(value) && float.IsNormal(1f / value) && float.IsPow2(Math.Abs(value));

    /// <summary>The result, by the kernel that would compute it, when all inputs are constant scalars.</summary>
    private static unsafe SymbolicTensor? Folded(ElementwiseOp op, SymbolicTensor[] inputs)
    {
        if (!inputs.All(input => Scalar(input) is not null)) return null;
        float* operands = stackalloc float[3];
        for (int i = 0; i < inputs.Length; i++) operands[i] = Scalar(inputs[i])!.Value;
        float result;
        op.Function.Run(new(operands), new(operands + 1), new(operands + 2), &result, 1);
        return Ops.Constant(result);
    }
}
