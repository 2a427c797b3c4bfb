namespace Receptive.Graph;

/// <summary>The same numbers in the same row-major order with other dimensions; the gradient is reshaped back.</summary>
public sealed class ReshapeOp : Op
{
    internal ReshapeOp(Shape target) => Target = target;

    public override string Name => "Reshape";

    public override bool IsView => true;

    /// <summary>The new dimensions.</summary>
    public Shape Target { get; }

    public override string Describe() => $"Reshape({Target})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        Shape from = inputs[0];
        if (from.HasBatch != Target.HasBatch)
            throw new ShapeException($"Reshape: {from} cannot become {Target}: the batch (None) must stay the first dimension.");
        if (from.ElementsPerRow != Target.ElementsPerRow)
            throw new ShapeException($"Reshape: {from} holds {from.ElementsPerRow} numbers{(from.HasBatch ? " an example" : "")}, but {Target} holds {Target.ElementsPerRow}.");
        return Target;
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [Ops.Reshape(outputGradient, output.Inputs[0].Shape)];
    }
}

public static partial class Ops
{
    /// <summary>The same numbers in the same order with other dimensions; costs nothing.</summary>
    /// <exception cref="ShapeException">The numbers of elements differ, or the batch would not stay the first dimension.</exception>
    public static SymbolicTensor Reshape(SymbolicTensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == shape ? x : SymbolicTensor.Apply(new ReshapeOp(shape), x);
    }
}
