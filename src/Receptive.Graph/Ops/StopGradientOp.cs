namespace Receptive.Graph;

/// <summary>x itself, but a constant to differentiation.</summary>
public sealed class StopGradientOp : Op
{
    internal static readonly StopGradientOp Instance = new();

    private StopGradientOp()
    {
    }

    public override string Name => "StopGradient";

    public override bool IsView => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return inputs[0];
    }

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output) => field;
}

public static partial class Ops
{
    /// <summary>x itself, but a constant to differentiation.</summary>
    public static SymbolicTensor StopGradient(SymbolicTensor x) => SymbolicTensor.Apply(StopGradientOp.Instance, x);
}
