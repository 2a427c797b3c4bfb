using System.Runtime.InteropServices;
using Receptive.Data.Images;

namespace Receptive.Data.Handwriting;

/// <summary>
/// Draws one handwritten-like digit: picks a style, mixes its poses, lets the hand wobble, slants and bends the whole,
/// runs a pen along it, and frames the ink as MNIST's authors framed theirs. One painter serves one thread.
/// </summary>
/// <remarks>
/// The constants were chosen so that the distributions of slant, width and stroke thickness come near those of MNIST's
/// training images, and then a little wider: a network that saw more than it will meet reads better.
/// </remarks>
internal sealed class DigitPainter
{
    private const int SamplesPerSpan = 8;

    /// <summary>How far points stray from the style's, in hundredths of the digit's height.</summary>
    private const double Wobble = 4.4;

    /// <summary>How far the bent plane moves places at its nodes, in the same unit.</summary>
    private const double Bend = 7;

    /// <summary>Nodes of the bent plane in each direction.</summary>
    private const int BendNodes = 4;

    /// <summary>Mixtures may go this much beyond the poses: writers are more varied than a table.</summary>
    private const double BeyondPoses = 1.25;

    private readonly Pen _pen = new();
    private readonly List<GlyphPoint> _stroke = [];
    private readonly List<PenPoint> _path = [];
    private readonly double[] _mixture = new double[8];
    private readonly (double X, double Y)[] _nodes = new (double, double)[BendNodes * BendNodes];

    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The image's own stream; advanced.</param>
    /// <param name="image">28 x 28 grey levels, row by row, 0 paper to 255 ink; overwritten.</param>
    public void Draw(int digit, ref StableRandom random, Span<byte> image)
    {
        Sketch(Choose(DigitGlyphs.Styles[digit], ref random), ref random);
        Distort(ref random);
        ReadOnlySpan<byte> scan = _pen.Draw(CollectionsMarshal.AsSpan(_path), PenWidth(digit, ref random), ref random);
        MnistFrame.Place(scan, Pen.CanvasSize, Pen.CanvasSize, image);
    }

    private static Glyph Choose(Glyph[] styles, ref StableRandom random)
    {
        double total = 0;
        foreach (Glyph style in styles)
            total += style.Weight;
        double pick = random.Uniform() * total;
        foreach (Glyph style in styles)
            if ((pick -= style.Weight) < 0)
                return style;
        return styles[^1];
    }

    /// <summary>Mixes the poses, lets every point stray, and lays smooth curves through them: fills the path.</summary>
    private void Sketch(Glyph glyph, ref StableRandom random)
    {
        Span<double> mixture = _mixture.AsSpan(0, glyph.Poses.Length);
        Mix(mixture, ref random);
        double wobble = Wobble * glyph.Wobble * random.Uniform(0.4, 1.6);
        _path.Clear();
        for (int s = 0; s < glyph.Poses[0].Length; s++)
        {
            _stroke.Clear();
            // Every stroke after the first is set down a little off, as a whole.
            double offX = s == 0 ? 0 : random.Normal() * wobble * 0.8, offY = s == 0 ? 0 : random.Normal() * wobble * 0.8;
            for (int p = 0; p < glyph.Poses[0][s].Length; p++)
            {
                double x = offX + random.Normal() * wobble, y = offY + random.Normal() * wobble;
                for (int k = 0; k < mixture.Length; k++)
                {
                    x += mixture[k] * glyph.Poses[k][s][p].X;
                    y += mixture[k] * glyph.Poses[k][s][p].Y;
                }
                // Now and then a hand rounds a corner, or makes one.
                _stroke.Add(new GlyphPoint(x, y, glyph.Poses[0][s][p].Corner != random.Chance(0.06)));
            }
            ExtendEnds(ref random);
            AddCurve(ref random);
        }
    }

    private static void Mix(Span<double> mixture, ref StableRandom random)
    {
        double sum = 0;
        foreach (ref double part in mixture)
        {
            double u = random.Uniform();
            sum += part = u * u + 0.02;
        }
        foreach (ref double part in mixture)
            part = part / sum * BeyondPoses - (BeyondPoses - 1) / mixture.Length;
    }

    /// <summary>Strokes begin and end a bit early or late.</summary>
    private void ExtendEnds(ref StableRandom random)
    {
        Span<GlyphPoint> stroke = CollectionsMarshal.AsSpan(_stroke);
        Extend(ref stroke[0], stroke[1], random.Normal() * 0.2);
        Extend(ref stroke[^1], stroke[^2], random.Normal() * 0.2);

        static void Extend(ref GlyphPoint end, GlyphPoint before, double part) =>
            end = end with { X = end.X + (end.X - before.X) * part, Y = end.Y + (end.Y - before.Y) * part };
    }

    /// <summary>A centripetal Catmull-Rom curve through the stroke's points, broken at corners; the pressure drifts along it.</summary>
    private void AddCurve(ref StableRandom random)
    {
        double pressure = 1 + random.Normal() * 0.1;
        _path.Add(new PenPoint(_stroke[0].X, _stroke[0].Y, pressure, Lifted: true));
        for (int i = 0; i + 1 < _stroke.Count; i++)
        {
            GlyphPoint p1 = _stroke[i], p2 = _stroke[i + 1];
            GlyphPoint p0 = i == 0 || p1.Corner ? Mirror(p1, p2) : _stroke[i - 1];
            GlyphPoint p3 = i + 2 >= _stroke.Count || p2.Corner ? Mirror(p2, p1) : _stroke[i + 2];
            double next = 1 + (pressure - 1) * 0.6 + random.Normal() * 0.1;
            double t1 = Knot(p0, p1), t2 = t1 + Knot(p1, p2), t3 = t2 + Knot(p2, p3);
            for (int k = 1; k <= SamplesPerSpan; k++)
            {
                double part = (double)k / SamplesPerSpan, t = t1 + (t2 - t1) * part;
                _path.Add(new PenPoint(
                    Spline(p0.X, p1.X, p2.X, p3.X, t1, t2, t3, t), Spline(p0.Y, p1.Y, p2.Y, p3.Y, t1, t2, t3, t),
                    pressure + (next - pressure) * part + random.Normal() * 0.04, Lifted: false));
            }
            pressure = next;
        }

        static GlyphPoint Mirror(GlyphPoint about, GlyphPoint of) => new(2 * about.X - of.X, 2 * about.Y - of.Y, false);

        static double Knot(GlyphPoint a, GlyphPoint b)
        {
            double dx = b.X - a.X, dy = b.Y - a.Y;
            return Math.Sqrt(Math.Sqrt(dx * dx + dy * dy)) + 1e-3;
        }
    }

    /// <summary>The Barry-Goldman form of the curve, with knots at 0, t1, t2 and t3.</summary>
    private static double Spline(double p0, double p1, double p2, double p3, double t1, double t2, double t3, double t)
    {
        double a1 = ((t1 - t) * p0 + t * p1) / t1;
        double a2 = ((t2 - t) * p1 + (t - t1) * p2) / (t2 - t1);
        double a3 = ((t3 - t) * p2 + (t - t2) * p3) / (t3 - t2);
        double b1 = ((t2 - t) * a1 + t * a2) / t2;
        double b2 = ((t3 - t) * a2 + (t - t1) * a3) / (t3 - t1);
        return ((t2 - t) * b1 + (t - t1) * b2) / (t2 - t1);
    }

    /// <summary>A smooth random displacement of the whole plane, then width, slant and rotation.</summary>
    private void Distort(ref StableRandom random)
    {
        double slant = 0.10 + random.Normal() * 0.18, aspect = Math.Max(0.94 + random.Normal() * 0.17, 0.5);
        (double cos, double sin) = Pen.Turn(random.Normal() * 0.10);
        double strength = Bend * random.Uniform(0.2, 1.4);
        foreach (ref (double X, double Y) node in _nodes.AsSpan())
            node = (random.Normal() * strength, random.Normal() * strength);
        foreach (ref PenPoint p in CollectionsMarshal.AsSpan(_path))
        {
            (double moveX, double moveY) = Displacement(p.X, p.Y);
            double x = (p.X + moveX - 45) * aspect, y = p.Y + moveY - 50;
            x -= slant * y;
            p = p with { X = cos * x - sin * y, Y = sin * x + cos * y };
        }
    }

    /// <summary>Between the four nodes around a place, smoothly.</summary>
    private (double X, double Y) Displacement(double x, double y)
    {
        double u = Math.Clamp((x + 10) / 120, 0, 1) * (BendNodes - 1), v = Math.Clamp((y + 10) / 120, 0, 1) * (BendNodes - 1);
        int i = Math.Min((int)u, BendNodes - 2), j = Math.Min((int)v, BendNodes - 2);
        double fu = Smooth(u - i), fv = Smooth(v - j);
        (double X, double Y) a = _nodes[j * BendNodes + i], b = _nodes[j * BendNodes + i + 1];
        (double X, double Y) c = _nodes[(j + 1) * BendNodes + i], d = _nodes[(j + 1) * BendNodes + i + 1];
        return (
            (a.X + (b.X - a.X) * fu) * (1 - fv) + (c.X + (d.X - c.X) * fu) * fv,
            (a.Y + (b.Y - a.Y) * fu) * (1 - fv) + (c.Y + (d.Y - c.Y) * fu) * fv);

        static double Smooth(double t) => t * t * (3 - 2 * t);
    }

    /// <summary>In pixels of MNIST's 20-pixel box.</summary>
    private static double PenWidth(int digit, ref StableRandom random)
    {
        double width = 2.45 + random.Normal() * 0.55;
        if (random.Chance(0.15))
            width += random.Uniform(0.3, 2.5);
        // A single stroke can be as thick as a felt pen makes it and is still read.
        if (digit == 1 && random.Chance(0.06))
            width += random.Uniform(0.5, 3);
        return Math.Max(width, 1.3);
    }
}
