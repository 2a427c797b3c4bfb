using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Gives the numbers of each example other dimensions, in the same order. Costs nothing.</summary>
/// <remarks>
/// <para>Input shape: (batch, ...); output shape: (batch, target shape). No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/reshape/.</para>
/// </remarks>
/// <example><code>new Reshape([7, 7, 64])</code></example>
public sealed class Reshape : Layer
{
    private int[] _targetShape;

    /// <param name="targetShape">The dimensions without the batch; one of them may be -1, which is what is left.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A dimension is neither positive nor -1, or two are -1.</exception>
    public Reshape(int[] targetShape, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        _targetShape = targetShape;
        Check();
    }

    internal Reshape()
        : this([1])
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        long known = _targetShape.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size)), all = x.Shape.ElementsPerRow;
        if (known == 0 || all % known != 0) throw new ShapeException($"{all} numbers an example cannot be given the shape ({string.Join(", ", _targetShape)}).");
        return Ops.Reshape(x, [Shape.Batch, .. _targetShape.Select(size => size == -1 ? (int)(all / known) : size)]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32List("target_shape", ref _targetShape);
        arguments.Require(_targetShape.All(size => size is -1 or >= 1) && _targetShape.Count(size => size == -1) <= 1, $"targetShape ({string.Join(", ", _targetShape)}) must have positive dimensions, one of which may be -1.");
    }
}
