using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Probabilities along one axis or several: e^x over its sum there.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/activation_layers/softmax/.</para>
/// </remarks>
/// <example><code>new Softmax()</code></example>
public sealed class Softmax : Layer
{
    private int[] _axis;

    /// <param name="axis">The axes together over which probabilities sum to 1; the last by default.</param>
    /// <param name="name">The layer's name.</param>
    public Softmax(int[]? axis = null, string? name = null)
        : base(name)
    {
        _axis = axis ?? [-1];
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] axes = ExampleAxes.Of(_axis, x.Shape);
        if (axes is [int only] && only == x.Shape.Rank - 1) return Ops.Softmax(x);
        SymbolicTensor exp = Ops.Exp(x - Ops.StopGradient(Ops.ReduceMax(x, axes, keepDims: true)));
        return exp / Ops.ReduceSum(exp, axes, keepDims: true);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axis", ref _axis, [-1]);
        arguments.Require(_axis.Length > 0, "axis names no axis; name at least one, such as -1, the last.");
    }
}
