using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>The products of two inputs, summed along an axis of each, example by example.</summary>
/// <remarks>
/// <para>Input shapes: two with the same size along the axes; output shape: the dimensions of the first without its axis, then
/// those of the second without the batch and its axis; (batch, 1) if none are left. No weights.</para>
/// <para>Source: https://keras.io/api/layers/merging_layers/dot/.</para>
/// </remarks>
/// <example><code>new Dot([1], normalize: true).Apply(a, b)   // cosine similarity</code></example>
public sealed class Dot : Merge
{
    private int[] _axes;
    private bool _normalize;

    /// <param name="axes">The axis of both inputs, or that of the first and that of the second; 0 is the batch and cannot be named.</param>
    /// <param name="normalize">Whether both are first scaled to length 1 along their axes.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">There are not one or two axes.</exception>
    public Dot(int[] axes, bool normalize = false, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(axes);
        (_axes, _normalize) = (axes, normalize);
        Check();
    }

    internal Dot()
        : this([-1])
    {
    }

    private protected override int Most => 2;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axes", ref _axes);
        arguments.Boolean("normalize", ref _normalize);
        arguments.Require(_axes.Length is 1 or 2, $"axes must be one axis or two, one an input, but there are {_axes.Length}.");
    }

    private protected override SymbolicTensor Join(IReadOnlyList<SymbolicTensor> inputs)
    {
        SymbolicTensor x = inputs[0], y = inputs[1];
        int axisX = ExampleAxes.Of(_axes[0], x.Shape), axisY = ExampleAxes.Of(_axes[^1], y.Shape), size = x.Shape[axisX];
        if (size != y.Shape[axisY])
            throw new ShapeException($"axis {axisX} of {x.Shape} has the size {size}, but axis {axisY} of {y.Shape} has {y.Shape[axisY]}; they must be equal.");
        if (_normalize) (x, y) = (UnitNormalization.Normalize(x, [axisX], Epsilon), UnitNormalization.Normalize(y, [axisY], Epsilon));
        int[] left = [.. x.Shape.Dimensions[1..axisX], .. x.Shape.Dimensions[(axisX + 1)..]];
        int[] right = [.. y.Shape.Dimensions[1..axisY], .. y.Shape.Dimensions[(axisY + 1)..]];
        int batch = x.Shape[0];
        SymbolicTensor product = Ops.BatchMatMul(
            Ops.Reshape(MoveToEnd(x, axisX), [batch, Product(left), size]), Ops.Reshape(MoveToEnd(y, axisY), [batch, Product(right), size]), transposeB: true);
        return Ops.Reshape(product, left.Length + right.Length == 0 ? [batch, 1] : [batch, .. left, .. right]);
    }

    // Keras' epsilon: what a length is at least taken for.
    private const float Epsilon = 1e-7f;

    private static SymbolicTensor MoveToEnd(SymbolicTensor x, int axis) =>
        axis == x.Shape.Rank - 1 ? x : Ops.Transpose(x, [.. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis), axis]);

    private static int Product(int[] sizes) => ShapeException.Checked(sizes.Aggregate(1L, (product, size) => Math.Min(product, 1L << 31) * size), "numbers an example along the other axes");
}
