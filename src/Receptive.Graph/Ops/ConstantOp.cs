using System.Globalization;

namespace Receptive.Graph;

/// <summary>Numbers known when the graph is built.</summary>
public sealed class ConstantOp : SourceOp
{
    private readonly PinnedFloats _values;

    internal ConstantOp(ReadOnlySpan<float> values, Shape shape)
        : base(shape)
    {
        if (shape.HasBatch)
            throw new ShapeException($"Constant: the shape {shape} has a batch dimension (None), but the values of a constant are all known now. Broadcast a constant of shape {shape.WithoutBatch()} instead.");
        if (shape.ElementsPerRow != values.Length)
            throw new ShapeException($"Constant: the shape {shape} holds {shape.ElementsPerRow} numbers, but {values.Length} were given.");
        _values = new PinnedFloats(values.Length);
        values.CopyTo(_values.Span);
    }

    public override string Name => "Constant";

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>Where the numbers lie, 64-byte aligned; valid as long as the op is reachable. Read only.</summary>
    public unsafe float* Pointer => _values.Pointer;

    /// <summary>The number, when the constant is a scalar.</summary>
    public float? ScalarValue => Shape.Rank == 0 ? Values[0] : null;

    public override string Describe() => Values.Length <= 4
        ? $"Constant({string.Join(", ", Values.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture)))})"
        : $"Constant({Values.Length} numbers)";

    /// <summary>The same bits in the same shape.</summary>
    public override bool IsSameAs(Op other) => other is ConstantOp constant
        && constant.Shape == Shape
        && System.Runtime.InteropServices.MemoryMarshal.AsBytes(constant.Values)
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Values));
}

public static partial class Ops
{
    /// <summary>One number, of shape <c>()</c>. A float converts to it by itself: <c>x * 2f</c>.</summary>
    public static SymbolicTensor Constant(float value) => SymbolicTensor.Apply(new ConstantOp([value], Shape.Scalar));

    /// <summary>Numbers in row-major order.</summary>
    /// <exception cref="ShapeException">The shape holds another number of them, or has a batch dimension.</exception>
    public static SymbolicTensor Constant(ReadOnlySpan<float> values, Shape shape) => SymbolicTensor.Apply(new ConstantOp(values, shape));
}
