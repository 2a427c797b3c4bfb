using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Makes a sequence of each example by repeating it.</summary>
/// <remarks>
/// <para>Input shape: (batch, features); output shape: (batch, n, features). No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/repeat_vector/.</para>
/// </remarks>
/// <example><code>new RepeatVector(10)</code></example>
public sealed class RepeatVector : Layer
{
    private int _n;

    /// <param name="n">How many times; at least 1.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public RepeatVector(int n, string? name = null)
        : base(name)
    {
        _n = n;
        Check();
    }

    internal RepeatVector()
        : this(1)
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 2) throw new ShapeException($"RepeatVector expects (batch, features), but got {x.Shape}.");
        return Ops.Repeat(Ops.Reshape(x, [x.Shape[0], 1, x.Shape[1]]), _n, 1);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("n", ref _n, atLeast: 1);
    }
}
