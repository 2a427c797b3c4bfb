using System.Globalization;
using System.Text.Json.Nodes;
using Receptive.Description;

namespace Receptive.Layers;

/// <summary>
/// From where to where a random number is drawn: one number for as much on either side of 0, or two: <c>factor: 0.1</c>,
/// <c>factor: (0, 0.2)</c>.
/// </summary>
public readonly record struct FactorRange
{
    private readonly bool _isPair;

    private FactorRange(double lower, double upper, bool isPair) => (Lower, Upper, _isPair) = (lower, upper, isPair);

    /// <summary>The lower limit.</summary>
    public double Lower { get; }

    /// <summary>The upper limit.</summary>
    public double Upper { get; }

    /// <summary>As much on either side of 0.</summary>
    public static implicit operator FactorRange(double factor) => FromDouble(factor);

    /// <summary>Between two numbers, in either order.</summary>
    public static implicit operator FactorRange((double First, double Second) limits) => FromLimits(limits);

    /// <summary>As much on either side of 0.</summary>
    public static FactorRange FromDouble(double factor) => new(-Math.Abs(factor), Math.Abs(factor), false);

    /// <summary>Between two numbers, in either order.</summary>
    public static FactorRange FromLimits((double First, double Second) limits) => new(Math.Min(limits.First, limits.Second), Math.Max(limits.First, limits.Second), true);

    internal string? Refusal(double least, double most) =>
        Lower >= least && Upper <= most ? null : string.Create(CultureInfo.InvariantCulture, $"must be a number, or two, from {least} to {most}");

    internal JsonNode Write() => _isPair ? new JsonArray(Lower, Upper) : Upper;

    internal static bool TryRead(JsonNode? node, out FactorRange value)
    {
        value = default;
        if (Codecs.TryDouble(node, out double alone))
        {
            value = alone;
            return true;
        }

        if (node is not JsonArray { Count: 2 } pair || !Codecs.TryDouble(pair[0], out double first) || !Codecs.TryDouble(pair[1], out double second)) return false;
        value = (first, second);
        return true;
    }

    /// <summary>As C# writes it: <c>0.1</c> or <c>(0, 0.2)</c>.</summary>
    public override string ToString() => _isPair ? string.Create(CultureInfo.InvariantCulture, $"({Lower:R}, {Upper:R})") : Upper.ToString("R", CultureInfo.InvariantCulture);
}
