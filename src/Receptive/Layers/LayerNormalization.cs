using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Brings each example to mean 0 and variance 1 along axes, then to a learned scale and shift; the same in training and outside.</summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights: gamma and beta, of the sizes of the axes.</para>
/// <para>Source: Ba, Kiros and Hinton, Layer normalization, 2016;
/// https://keras.io/api/layers/normalization_layers/layer_normalization/.</para>
/// </remarks>
/// <example><code>new LayerNormalization()</code></example>
public sealed class LayerNormalization : AffineNormalization
{
    private int[] _axis;

    /// <param name="axis">The axes whose numbers are normalised together; the last by default.</param>
    /// <param name="epsilon">Added to the variance; keeps the quotient finite; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">Epsilon is negative, or no axis is named.</exception>
    public LayerNormalization(int[]? axis = null, float epsilon = 1e-3f, string? name = null)
        : base(epsilon, name)
    {
        _axis = axis ?? [-1];
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        int[] axes = ExampleAxes.Of(_axis, x.Shape);
        SymbolicTensor y = Normalize(x, axes);
        if (Gamma is not null) y *= ExampleAxes.Along(context.Read(Gamma), axes, x.Shape);
        return Beta is null ? y : y + ExampleAxes.Along(context.Read(Beta), axes, x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axis", ref _axis, [-1]);
        arguments.Require(_axis.Length > 0, "axis names no axis; name at least one, such as -1, the last.");
        DescribeEpsilon(arguments);
        arguments.Properties();
        DescribeWeights(arguments);
        arguments.Only("rms_scaling", false);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => AddScaleAndShift([.. ExampleAxes.Of(_axis, inputShape).Select(axis => inputShape[axis])]);
}
