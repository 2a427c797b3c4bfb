using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Scales each example to the Euclidean length 1 along axes.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/normalization_layers/unit_normalization/.</para>
/// </remarks>
/// <example><code>new UnitNormalization()</code></example>
public sealed class UnitNormalization : Layer
{
    private int[] _axis;

    /// <param name="axis">The axes along which the length is taken; the last by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">No axis is named.</exception>
    public UnitNormalization(int[]? axis = null, string? name = null)
        : base(name)
    {
        _axis = axis ?? [-1];
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Normalize(x, ExampleAxes.Of(_axis, x.Shape), 1e-12f);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axis", ref _axis, [-1]);
        arguments.Require(_axis.Length > 0, "axis names no axis; name at least one, such as -1, the last.");
    }

    /// <summary>x by its length along axes; a length below epsilon is taken for that, so that zeros stay zeros.</summary>
    internal static SymbolicTensor Normalize(SymbolicTensor x, int[] axes, float epsilon) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.ReduceSum(Ops.Square(x), axes, keepDims: true), epsilon * epsilon));
}
