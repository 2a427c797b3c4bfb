using System.Globalization;

namespace Receptive.Data.Handwriting;

/// <summary>A point of a skeleton, in hundredths of the glyph's height: x to the right, y down, (0, 0) the top left.</summary>
internal readonly record struct GlyphPoint(double X, double Y, bool Corner);

/// <summary>
/// One way of writing one digit: a skeleton of pen strokes in several poses. The poses have the same strokes and points,
/// so every mixture of them is again that digit: a writer's hand is a point between the poses.
/// </summary>
/// <remarks>
/// A pose is written as text, as one would dictate it: points "x y" separated by commas, strokes separated by bars;
/// the pen goes through the points on a smooth curve, and turns sharply where a point is marked with ^.
/// </remarks>
internal sealed class Glyph
{
    public Glyph(double weight, params string[] poses) : this(weight, 1, poses)
    {
    }

    /// <param name="weight">How often this way is chosen among those of its digit; only ratios matter.</param>
    /// <param name="wobble">How far single points may stray, as a factor on the usual: small for shapes that soon become another digit.</param>
    /// <param name="poses">The poses; at least one.</param>
    public Glyph(double weight, double wobble, params string[] poses)
    {
        Weight = weight;
        Wobble = wobble;
        Poses = Array.ConvertAll(poses, Parse);
        foreach (GlyphPoint[][] pose in Poses)
            if (!Array.ConvertAll(pose, s => s.Length).AsSpan().SequenceEqual(Array.ConvertAll(Poses[0], s => s.Length)))
                throw new ArgumentException($"The poses of a glyph need the same strokes and points: {string.Join(" / ", poses)}");
    }

    public double Weight { get; }

    public double Wobble { get; }

    /// <summary>Poses, strokes, points.</summary>
    public GlyphPoint[][][] Poses { get; }

    private static GlyphPoint[][] Parse(string pose) =>
        Array.ConvertAll(pose.Split('|'), stroke => Array.ConvertAll(stroke.Split(','), ParsePoint));

    private static GlyphPoint ParsePoint(string text)
    {
        string[] parts = text.TrimEnd(' ', '^').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new GlyphPoint(
            double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), text.TrimEnd().EndsWith('^'));
    }
}
