using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Puts its inputs one after another along an axis.</summary>
/// <remarks>
/// <para>Input shapes: equal but for the axis; output shape: with the sum of the inputs' sizes along it. No weights.</para>
/// <para>Source: https://keras.io/api/layers/merging_layers/concatenate/.</para>
/// </remarks>
/// <example><code>new Concatenate().Apply(left, right)</code></example>
public sealed class Concatenate : Merge
{
    private int _axis;

    /// <param name="axis">The axis; -1 is the last, the channels of images. Not the batch.</param>
    /// <param name="name">The layer's name.</param>
    public Concatenate(int axis = -1, string? name = null)
        : base(name)
    {
        _axis = axis;
        Check();
    }

    /// <summary>The axis along which inputs follow one another.</summary>
    public int Axis => _axis;

    private protected override int Fewest => 1;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("axis", ref _axis, usual: -1);
        arguments.Require(_axis != 0, "axis 0 is the batch, along which examples cannot be joined.");
    }

    private protected override SymbolicTensor Join(IReadOnlyList<SymbolicTensor> inputs) => Ops.Concatenate(inputs, _axis);
}
