using System.Text.Json.Nodes;
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
/// <param name="value">That number.</param>
public sealed class Constant(float value = 0) : Initializer
{
    /// <summary>The number.</summary>
    public float Value { get; } = value;

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["value"] = Value };

    /// <inheritdoc/>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random) => values.Fill(Value);
}
