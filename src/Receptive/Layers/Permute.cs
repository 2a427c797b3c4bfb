using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Reorders the dimensions of each example.</summary>
/// <remarks>
/// <para>Input shape: (batch, ...); output shape: dimension i is dimension <c>dims[i - 1]</c> of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/permute/.</para>
/// </remarks>
/// <example><code>new Permute([2, 1])</code></example>
public sealed class Permute : Layer
{
    private int[] _dims;

    /// <param name="dims">The dimensions in their new order, counted from 1: the batch stays the first.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">The numbers are not 1, 2, 3, ... in some order.</exception>
    public Permute(int[] dims, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(dims);
        _dims = dims;
        Check();
    }

    internal Permute()
        : this([1])
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != _dims.Length + 1)
            throw new ShapeException($"dims ({string.Join(", ", _dims)}) reorders {_dims.Length} dimensions, but the examples of {x.Shape} have {x.Shape.Rank - 1}.");
        return Ops.Transpose(x, [0, .. _dims]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Permutation("dims", ref _dims);
    }
}
