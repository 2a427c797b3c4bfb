using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Multiplies its inputs by a number and adds another: pixels from 0..255 to 0..1, for example.</summary>
/// <remarks>
/// <para>Output shape: that of the input. No weights.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/.</para>
/// </remarks>
/// <example><code>new Rescaling(1.0 / 255)</code></example>
public sealed class Rescaling : Layer
{
    private double[] _scale;
    private double[] _offset;

    /// <param name="scale">What inputs are multiplied by.</param>
    /// <param name="offset">What is added then.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double scale, double offset = 0, string? name = null)
        : this([scale], [offset], name)
    {
    }

    /// <param name="scale">What inputs are multiplied by, a number a channel.</param>
    /// <param name="offset">What is added then, a number a channel.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double[] scale, double[] offset, string? name = null)
        : base(name)
    {
        (_scale, _offset) = (scale, offset);
        Check();
    }

    internal Rescaling()
        : this(1)
    {
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x * Numbers(_scale) + Numbers(_offset);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Doubles("scale", ref _scale);
        arguments.Doubles("offset", ref _offset, [0]);
    }

    private static SymbolicTensor Numbers(double[] values) => values.Length == 1
        ? Ops.Constant((float)values[0])
        : Ops.Constant(Array.ConvertAll(values, value => (float)value), [values.Length]);
}
