namespace Receptive.Graph;

/// <summary>An op without inputs: its shape is given, not inferred.</summary>
public abstract class SourceOp : Op
{
    private protected SourceOp(Shape shape) => Shape = shape;

    /// <summary>The shape of the output.</summary>
    public Shape Shape { get; }

    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 0);
        return Shape;
    }
}
