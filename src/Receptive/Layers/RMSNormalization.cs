using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Divides each example by the root of the mean of its squares along axes, then multiplies by a learned scale.</summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights: scale, of the sizes of the axes.</para>
/// <para>Source: Zhang and Sennrich, Root mean square layer normalization, 2019;
/// https://keras.io/api/layers/normalization_layers/rms_normalization/.</para>
/// </remarks>
/// <example><code>new RMSNormalization()</code></example>
public sealed class RMSNormalization : Layer
{
    private int[] _axis;
    private float _epsilon;
    private Variable? _scale;

    /// <param name="axis">The axes whose numbers are normalised together; the last by default.</param>
    /// <param name="epsilon">Added to the mean of squares; keeps the quotient finite; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">Epsilon is negative, or no axis is named.</exception>
    public RMSNormalization(int[]? axis = null, float epsilon = 1e-6f, string? name = null)
        : base(name)
    {
        (_axis, _epsilon) = (axis ?? [-1], epsilon);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        int[] axes = ExampleAxes.Of(_axis, x.Shape);
        SymbolicTensor size = Ops.Rsqrt(Ops.ReduceMean(Ops.Square(x), axes, keepDims: true) + _epsilon);
        return x * size * ExampleAxes.Along(context.Read(_scale!), axes, x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axis", ref _axis, [-1]);
        arguments.Require(_axis.Length > 0, "axis names no axis; name at least one, such as -1, the last.");
        arguments.Single("epsilon", ref _epsilon, 1e-6f, NumberRange.NotNegative);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => _scale = AddWeight("scale", [.. ExampleAxes.Of(_axis, inputShape).Select(axis => inputShape[axis])], "ones");
}
