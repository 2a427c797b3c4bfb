namespace Receptive.Graph;

/// <summary>1 at each index along a new last axis, 0 elsewhere; an index outside 0..depth-1 gives zeros. It has no gradient.</summary>
public sealed class OneHotOp : Op
{
    internal OneHotOp(int depth)
    {
        if (depth < 1) throw new ShapeException($"OneHot: the depth must be at least 1, but is {depth}.");
        Depth = depth;
    }

    public override string Name => "OneHot";

    /// <summary>The size of the new axis.</summary>
    public int Depth { get; }

    public override string Describe() => $"OneHot(depth {Depth})";

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, 1);
        return new Shape([.. inputs[0].Dimensions, Depth]);
    }

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new OneHotCall(output);
}

public static partial class Ops
{
    /// <summary>Class numbers, whole-valued floats, as rows of zeros with a single 1. The gradient stops here.</summary>
    /// <param name="indices">Class numbers from 0; one outside 0..depth-1 gives a row of zeros.</param>
    /// <param name="depth">The number of classes, the new last dimension.</param>
    /// <exception cref="ShapeException">The depth is below 1.</exception>
    public static SymbolicTensor OneHot(SymbolicTensor indices, int depth) => SymbolicTensor.Apply(new OneHotOp(depth), indices);
}
