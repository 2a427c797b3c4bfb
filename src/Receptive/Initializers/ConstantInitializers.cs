using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>All zeros.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Clear();
}

/// <summary>All ones.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Fill(1);
}

/// <summary>The same number everywhere.</summary>
public sealed class Constant : Initializer
{
    private float _value;

    /// <param name="value">That number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public Constant(float value = 0)
    {
        _value = value;
        Check();
    }

    /// <summary>The number.</summary>
    public float Value => _value;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("value", ref _value, 0);
    }

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Fill(_value);
}
