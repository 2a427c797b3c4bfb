using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>A number along the diagonal of a matrix, 0 elsewhere: a layer begins by letting its input through.</summary>
/// <remarks>Source: https://keras.io/api/layers/initializers/.</remarks>
/// <example><code>new Dense(16) { KernelInitializer = new IdentityInitializer() }</code></example>
public sealed class IdentityInitializer : Initializer
{
    private float _gain;

    /// <param name="gain">That number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public IdentityInitializer(float gain = 1)
    {
        _gain = gain;
        Check();
    }

    /// <inheritdoc/>
    public override string ClassName => "Identity";

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("gain", ref _gain, 1, NumberRange.Finite);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weight is no matrix.</exception>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        if (shape.Rank != 2) throw new ShapeException($"The initializer \"identity\" is for matrices, but the weight has the shape {shape}.");
        values.Clear();
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = _gain;
    }
}
