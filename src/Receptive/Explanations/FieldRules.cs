using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>
/// Receptive fields of a graph's tensors: one rule for each kind of op, applied from the input on. Since it follows the
/// graph and not a list of layers, it holds for branches, skips and layers of one's own alike. An op it does not know is
/// taken to mix everything, so that a field is never said too small.
/// </summary>
internal static class FieldRules
{
    /// <summary>The field of each tensor that depends on the image.</summary>
    /// <param name="input">The image, a placeholder.</param>
    /// <param name="roots">What is computed from it.</param>
    /// <param name="heightDimension">The dimension of the input that runs down the image.</param>
    /// <param name="widthDimension">The dimension of the input that runs across.</param>
    public static Dictionary<SymbolicTensor, TensorField> Trace(
        SymbolicTensor input, IEnumerable<SymbolicTensor> roots, int heightDimension = 1, int widthDimension = 2)
    {
        var fields = new Dictionary<SymbolicTensor, TensorField>
        {
            [input] = new(FieldAxis.Pixel, heightDimension, FieldAxis.Pixel, widthDimension),
        };
        foreach (SymbolicTensor tensor in Traversal.InOrder(roots))
        {
            if (fields.ContainsKey(tensor)) continue;
            TensorField? united = null;
            for (int i = 0; i < tensor.Inputs.Count; i++)
            {
                if (!fields.TryGetValue(tensor.Inputs[i], out TensorField field)) continue;
                TensorField through = Apply(tensor, i, field);
                united = united is { } before ? Unite(before, through, tensor.Shape) : through;
            }

            if (united is { } result) fields[tensor] = result;
        }

        return fields;
    }

    private static TensorField Apply(SymbolicTensor output, int inputIndex, TensorField field)
    {
        Shape from = output.Inputs[inputIndex].Shape, to = output.Shape;
        return output.Op switch
        {
            ElementwiseOp or BroadcastToOp => field.Map((axis, dimension) => Align(axis, dimension, from, to)),
            StopGradientOp => field,
            ConvolutionOp { Geometry: var g } when inputIndex == 0 => field.Map((axis, dimension) =>
                dimension >= 1 && dimension <= g.Rank ? (axis.Through(Seen(g.Axes[dimension - 1])), dimension) : (axis.OverAll(from[dimension]), -1)),
            MaxPoolOp { Geometry: var g } => Pooled(field, g),
            AveragePoolOp { Geometry: var g } => Pooled(field, g),
            ReduceOp reduce => Reduced(field, reduce, from),
            ArgMaxOp => field.Map((axis, dimension) => dimension == from.Rank - 1 ? (axis.OverAll(from[dimension]), -1) : (axis, dimension)),
            SoftmaxOp => field.Map((axis, dimension) => dimension == from.Rank - 1 ? (axis.OverAll(from[dimension]), dimension) : (axis, dimension)),
            TransposeOp transpose => Transposed(field, transpose),
            ReshapeOp => field.Map((axis, dimension) => Reshaped(axis, dimension, from, to)),
            MatMulOp { TransposeA: false } when inputIndex == 0 =>
                field.Map((axis, dimension) => dimension == from.Rank - 1 ? (axis.OverAll(from[dimension]), -1) : (axis, dimension)),
            _ => field.Map((axis, dimension) => (axis.OverAll(from[dimension]), -1)),
        };
    }

    private static TensorField Pooled(TensorField field, PoolGeometry g) => field.Map((axis, dimension) =>
        dimension >= 1 && dimension <= g.Rank ? (axis.Through(Seen(g.Axes[dimension - 1])), dimension) : (axis, dimension));

    private static WindowAxis Seen(Kernels.WindowAxis axis) => new(axis.Window, axis.Stride, axis.Dilation, axis.PadBefore);

    private static TensorField Unite(TensorField one, TensorField other, Shape shape)
    {
        (FieldAxis height, int heightDimension) = Unite(one.Height, one.HeightDimension, other.Height, other.HeightDimension, shape);
        (FieldAxis width, int widthDimension) = Unite(one.Width, one.WidthDimension, other.Width, other.WidthDimension, shape);
        return new TensorField(height, heightDimension, width, widthDimension);
    }

    private static (FieldAxis Axis, int Dimension) Unite(FieldAxis one, int oneDimension, FieldAxis other, int otherDimension, Shape shape)
    {
        // A branch that sees everything at once, such as squeeze-and-excitation's, joins one that still has a direction.
        if (oneDimension == otherDimension || otherDimension < 0 || oneDimension < 0)
        {
            int dimension = Math.Max(oneDimension, otherDimension);
            return (one.Union(other, dimension < 0 ? 1 : shape[dimension]), dimension);
        }

        return (one.OverAll(shape[oneDimension]).Union(other.OverAll(shape[otherDimension]), 1), -1);
    }

    /// <summary>Broadcasting lines shapes up at their ends; a size of 1 that is repeated gives every unit the same field.</summary>
    private static (FieldAxis Axis, int Dimension) Align(FieldAxis axis, int dimension, Shape from, Shape to)
    {
        int aligned = dimension + to.Rank - from.Rank;
        return from[dimension] == 1 && to[aligned] != 1 ? (axis.OverAll(1), aligned) : (axis, aligned);
    }

    private static TensorField Reduced(TensorField field, ReduceOp reduce, Shape from)
    {
        int[] axes = reduce.Axes.ToArray();
        return field.Map((axis, dimension) => axes.Contains(dimension)
            ? (axis.OverAll(from[dimension]), reduce.KeepDimensions ? dimension : -1)
            : (axis, reduce.KeepDimensions ? dimension : dimension - axes.Count(reduced => reduced < dimension)));
    }

    private static TensorField Transposed(TensorField field, TransposeOp transpose)
    {
        int[] permutation = transpose.Permutation.ToArray();
        return field.Map((axis, dimension) => (axis, Array.IndexOf(permutation, dimension)));
    }

    /// <summary>A dimension lives on where as many numbers lie before it and behind it as did.</summary>
    private static (FieldAxis Axis, int Dimension) Reshaped(FieldAxis axis, int dimension, Shape from, Shape to)
    {
        long before = Product(from.Dimensions[..dimension]);
        for (int i = 0; i < to.Rank; i++)
        {
            if (to[i] == from[dimension] && Product(to.Dimensions[..i]) == before) return (axis, i);
        }

        return (axis.OverAll(from[dimension]), -1);
    }

    private static long Product(ReadOnlySpan<int> dimensions)
    {
        long product = 1;
        foreach (int dimension in dimensions) product *= Math.Abs(dimension);
        return product;
    }
}
