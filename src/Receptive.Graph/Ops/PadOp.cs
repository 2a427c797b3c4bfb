using System.Globalization;

namespace Receptive.Graph;

/// <summary>
/// x with a number put before, behind and, for the gradient of a slice with strides, between its elements along each axis
/// besides the batch. The gradient is the <see cref="SliceOp"/> where x went.
/// </summary>
public sealed class PadOp : Op
{
    private readonly int[] _before, _after, _between;
    private readonly float _value;

    internal PadOp(int[] before, int[] after, int[] between, float value)
    {
        _before = before;
        _after = after;
        _between = between;
        _value = value;
    }

    public override string Name => "Pad";

    /// <summary>How many numbers are put before the elements, one entry for each axis besides the batch.</summary>
    public ReadOnlySpan<int> Before => _before;

    /// <summary>How many are put between two elements.</summary>
    public ReadOnlySpan<int> Between => _between;

    /// <summary>The number put there.</summary>
    public float Value => _value;

    /// <summary>Whether nothing is put anywhere.</summary>
    internal bool ChangesNothing => !_before.Concat(_after).Concat(_between).Any(count => count != 0);

    public override string Describe() =>
        $"Pad([{string.Join(", ", _before.Zip(_after, (before, after) => $"({before}, {after})"))}]{(_between.All(count => count == 0) ? "" : $", between [{string.Join(", ", _between)}]")}, value {_value.ToString("R", CultureInfo.InvariantCulture)})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        int first = ShapeRules.AxesBesidesBatch(Name, from, ("paddings", _before.Length));
        long[] sizes = new long[_before.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (_before[i] < 0 || _after[i] < 0 || _between[i] < 0)
                throw new ShapeException($"Pad: along dimension {first + i} of {from} the paddings must be at least 0, but are {_before[i]} and {_after[i]}. Cut elements off with Slice.");
            sizes[i] = (long)_before[i] + _after[i] + from[first + i] + ((from[first + i] - 1L) * _between[i]);
        }

        return ShapeRules.Sized(Name, from.HasBatch, sizes);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.Slice(outputGradient, _before, output.Inputs[0].Shape.WithoutBatch().Dimensions, Strides())];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new ScatterBoxesCall(output.HasBatch, [new Box(output, inputs[0], _before, Strides())], _value);
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) => field.Map(axis =>
    {
        int i = axis.Dimension - (output.HasBatch ? 1 : 0);
        if (_between[i] != 0) return axis.OverAll(inputs[0], axis.Dimension);
        return _before[i] == 0 ? axis : axis.Through(new FieldWindow(1, PaddingBefore: _before[i]));
    });

    private int[] Strides() => Array.ConvertAll(_between, count => count + 1);
}

public static partial class Ops
{
    /// <summary>x with a number put before and behind its elements along each axis besides the batch.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="paddings">How many to put before and behind, one entry for each axis besides the batch; at least 0.</param>
    /// <param name="value">What to put there.</param>
    /// <exception cref="ShapeException">A padding is below 0, or there is not one for each axis.</exception>
    public static SymbolicTensor Pad(SymbolicTensor x, ReadOnlySpan<(int Before, int After)> paddings, float value = 0f)
    {
        (int Before, int After)[] copy = paddings.ToArray();
        return Pad(x, new PadOp(Array.ConvertAll(copy, axis => axis.Before), Array.ConvertAll(copy, axis => axis.After), new int[copy.Length], value));
    }

    internal static SymbolicTensor Pad(SymbolicTensor x, PadOp op)
    {
        SymbolicTensor padded = SymbolicTensor.Apply(op, x);
        return op.ChangesNothing ? x : padded;
    }
}
