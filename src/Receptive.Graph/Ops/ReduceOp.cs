using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>An op that folds axes away. With <see cref="KeepDimensions"/> they stay with size 1.</summary>
public abstract class ReduceOp : Op
{
    private readonly int[] _axes;

    private protected ReduceOp(int[] axes, bool keepDimensions)
    {
        _axes = axes;
        KeepDimensions = keepDimensions;
    }

    /// <summary>The axes folded away, counted from the front, ascending.</summary>
    public ReadOnlySpan<int> Axes => _axes;

    /// <summary>Whether the folded axes stay with size 1.</summary>
    public bool KeepDimensions { get; }

    public sealed override string Describe() =>
        $"{Name}({(_axes.Length == 1 ? "axis" : "axes")} {string.Join(", ", _axes)}{(KeepDimensions ? ", keeping dimensions" : "")})";

    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        ShapeRules.Axes(Name, _axes, inputs[0]);
        var dimensions = new List<int>();
        for (int i = 0; i < inputs[0].Rank; i++)
        {
            if (!_axes.Contains(i)) dimensions.Add(inputs[0][i]);
            else if (KeepDimensions) dimensions.Add(1);
        }

        return dimensions.ToArray();
    }

    public sealed override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0].Elements(batch);
    }

    /// <summary>What the axes are folded by.</summary>
    public abstract ReductionFunction Function { get; }

    public sealed override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new ReduceCall(Function, inputs[0], Axes);
    }

    /// <summary>A tensor of the output's shape, such as its gradient, repeated along the folded axes.</summary>
    private protected SymbolicTensor Unfold(SymbolicTensor folded, Shape input)
    {
        int[] kept = input.ToArray();
        foreach (int axis in _axes) kept[axis] = 1;
        return Ops.BroadcastTo(Ops.Reshape(folded, kept), input);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Map(axis =>
        {
            if (_axes.Contains(axis.Dimension)) return axis.OverAll(inputs[0], KeepDimensions ? axis.Dimension : -1);
            return KeepDimensions ? axis : axis.At(axis.Dimension - _axes.Count(reduced => reduced < axis.Dimension));
        });
    }
}
