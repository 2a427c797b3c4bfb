using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Repeats each step of a sequence.</summary>
/// <remarks>
/// <para>Input shape: (batch, steps, channels); output shape: (batch, steps times size, channels). No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/up_sampling1d/.</para>
/// </remarks>
/// <example><code>new UpSampling1D(size: 2)</code></example>
public sealed class UpSampling1D : Layer
{
    private int _size;

    /// <param name="size">How many times each step comes; at least 1.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public UpSampling1D(int size = 2, string? name = null)
        : base(name)
    {
        _size = size;
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, 1, ImageLayout.ChannelsLast);
        return Ops.Repeat(x, _size, 1);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("size", ref _size, usual: 2, atLeast: 1);
    }
}
