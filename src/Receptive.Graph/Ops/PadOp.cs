using System.Globalization;

namespace Receptive.Graph;

/// <summary>
/// The input as a box in a larger tensor that is a constant elsewhere; the gradient is the gradient's box. It is the
/// transpose of <see cref="SliceOp"/>, so the box may have gaps: element i of it lies at before + i step.
/// </summary>
public sealed class PadOp : Op
{
    private readonly int[] _before;
    private readonly int[] _steps;

    internal PadOp(ReadOnlySpan<int> before, Shape target, ReadOnlySpan<int> steps, float value)
    {
        _before = before.ToArray();
        Target = target;
        _steps = steps.ToArray();
        Value = value;
    }

    public override string Name => "Pad";

    /// <summary>How many elements are put before the input along each axis.</summary>
    public ReadOnlySpan<int> Before => _before;

    /// <summary>The shape of the output.</summary>
    public Shape Target { get; }

    /// <summary>From one element of the input to the next, along each axis of the output; 1 leaves no gaps.</summary>
    public ReadOnlySpan<int> Steps => _steps;

    /// <summary>What is put around the input and into gaps.</summary>
    public float Value { get; }

    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"Pad(({string.Join(", ", _before)}) before, to {Target}{(_steps.All(step => step == 1) ? "" : $", steps ({string.Join(", ", _steps)})")}, value {Value:R})");

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        ShapeRules.OnePerAxis(Name, "margins", _before.Length, from);
        ShapeRules.OnePerAxis(Name, "sizes", Target.Rank, from);
        ShapeRules.OnePerAxis(Name, "steps", _steps.Length, from);
        for (int axis = 0; axis < from.Rank; axis++)
        {
            bool fits = from[axis] == Shape.Batch || Target[axis] == Shape.Batch
                ? from[axis] == Target[axis] && _before[axis] == 0 && _steps[axis] == 1
                : _before[axis] >= 0 && _steps[axis] >= 1 && _before[axis] + (from[axis] - 1L) * _steps[axis] < Target[axis];
            if (!fits) throw new ShapeException($"Pad: {from} does not fit into {Target} from ({string.Join(", ", _before)}) on; the batch (None) gets no margins.");
        }

        return Target;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [SymbolicTensor.Apply(new SliceOp(_before, output.Inputs[0].Shape, _steps), outputGradient)];
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new PadCall(inputs[0], output, _before, _steps, Value);
    }
}

public static partial class Ops
{
    /// <summary>Puts margins of a constant around a tensor.</summary>
    /// <param name="x">What to put margins around.</param>
    /// <param name="margins">One pair an axis: how many elements before and after, at least 0; (0, 0) for the batch.</param>
    /// <param name="value">What the margins are filled with.</param>
    /// <exception cref="ShapeException">A margin is negative, is one of the batch, or there is not one pair an axis.</exception>
    public static SymbolicTensor Pad(SymbolicTensor x, ReadOnlySpan<(int Before, int After)> margins, float value = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape from = x.Shape;
        ShapeRules.OnePerAxis("Pad", "pairs of margins", margins.Length, from);
        int[] before = new int[from.Rank], target = from.ToArray(), steps = new int[from.Rank];
        Array.Fill(steps, 1);
        for (int axis = 0; axis < from.Rank; axis++)
        {
            (before[axis], int after) = margins[axis];
            if (before[axis] < 0 || after < 0)
                throw new ShapeException($"Pad: margins must be at least 0, but those of axis {axis} are {margins[axis]}. Slice cuts.");
            if (from[axis] == Shape.Batch)
            {
                if (margins[axis] != (0, 0)) throw new ShapeException($"Pad: the batch (None) of {from} gets no margins, but those of axis 0 are {margins[axis]}.");
                continue;
            }

            long size = (long)before[axis] + from[axis] + after;
            if (size > int.MaxValue) throw new ShapeException($"Pad: with margins, axis {axis} of {from} would have {size} elements; at most {int.MaxValue} are possible.");
            target[axis] = (int)size;
        }

        Shape to = target;
        return to == from ? x : SymbolicTensor.Apply(new PadOp(before, to, steps, value), x);
    }
}
