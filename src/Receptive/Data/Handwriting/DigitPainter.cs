namespace Receptive.Data.Handwriting;

/// <summary>
/// Draws one handwritten-like digit: picks a style, mixes its poses, lets the hand wobble, slants and bends the whole,
/// runs a pen of varying width along it, and frames the ink as MNIST's authors framed theirs.
/// One painter serves one thread; all its buffers are made once.
/// </summary>
internal sealed class DigitPainter
{
    private const int SamplesPerSpan = 8;

    /// <summary>Height and width of the pen's canvas in pixels: about the size of a digit in the scans behind MNIST.</summary>
    private const int CanvasSize = 64;

    private readonly List<GlyphPoint> _stroke = [];
    private readonly List<PenPoint> _path = [];
    private readonly float[] _canvas = new float[CanvasSize * CanvasSize];
    private readonly byte[] _scan = new byte[CanvasSize * CanvasSize];
    private readonly double[] _mixture = new double[8];
    private readonly (double X, double Y)[] _bend = new (double, double)[BendSize * BendSize];

    private (float XX, float XY, float YY) _metric;

    private readonly record struct PenPoint(double X, double Y, double Pressure, bool Lifted);

    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The image's own stream; advanced.</param>
    /// <param name="image">28 x 28 grey levels, row by row, 0 paper to 255 ink; overwritten.</param>
    public void Draw(int digit, ref StableRandom random, Span<byte> image)
    {
        Glyph glyph = Choose(DigitGlyphs.Styles[digit], ref random);
        Sketch(glyph, ref random);
        Bend(ref random);
        Ink(ref random, digit);
        MnistFrame.Place(_scan, CanvasSize, CanvasSize, image);
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
        double sum = 0;
        foreach (ref double part in mixture)
        {
            double u = random.Uniform();
            sum += part = u * u + 0.02;
        }
        // A little beyond the poses: writers are more varied than a table.
        const double stretch = 1.25;
        foreach (ref double part in mixture)
            part = part / sum * stretch - (stretch - 1) / mixture.Length;

        double wobble = 4.4 * glyph.Wobble * random.Uniform(0.4, 1.6);
        _path.Clear();
        GlyphPoint[][] first = glyph.Poses[0];
        for (int s = 0; s < first.Length; s++)
        {
            _stroke.Clear();
            // A stroke as a whole is set down a little off, too.
            double offX = s == 0 ? 0 : random.Normal() * wobble * 0.8, offY = s == 0 ? 0 : random.Normal() * wobble * 0.8;
            for (int p = 0; p < first[s].Length; p++)
            {
                double x = offX + random.Normal() * wobble, y = offY + random.Normal() * wobble;
                for (int k = 0; k < mixture.Length; k++)
                {
                    x += mixture[k] * glyph.Poses[k][s][p].X;
                    y += mixture[k] * glyph.Poses[k][s][p].Y;
                }
                _stroke.Add(new GlyphPoint(x, y, first[s][p].Corner != random.Chance(0.06)));
            }
            ExtendEnds(ref random);
            AddCurve(ref random);
        }
    }

    /// <summary>Strokes begin and end a bit early or late.</summary>
    private void ExtendEnds(ref StableRandom random)
    {
        int n = _stroke.Count;
        double a = random.Normal() * 0.2, b = random.Normal() * 0.2;
        _stroke[0] += ((_stroke[0].X - _stroke[1].X) * a, (_stroke[0].Y - _stroke[1].Y) * a);
        _stroke[n - 1] += ((_stroke[n - 1].X - _stroke[n - 2].X) * b, (_stroke[n - 1].Y - _stroke[n - 2].Y) * b);
    }

    /// <summary>Centripetal Catmull-Rom through the stroke's points, broken at corners; pressure drifts from point to point.</summary>
    private void AddCurve(ref StableRandom random)
    {
        int n = _stroke.Count;
        double pressure = 1 + random.Normal() * 0.1;
        _path.Add(new PenPoint(_stroke[0].X, _stroke[0].Y, pressure, Lifted: true));
        for (int i = 0; i + 1 < n; i++)
        {
            GlyphPoint p1 = _stroke[i], p2 = _stroke[i + 1];
            GlyphPoint p0 = i == 0 || p1.Corner ? Mirror(p1, p2) : _stroke[i - 1];
            GlyphPoint p3 = i + 2 >= n || p2.Corner ? Mirror(p2, p1) : _stroke[i + 2];
            double next = 1 + (pressure - 1) * 0.6 + random.Normal() * 0.1;
            double t1 = Knot(p0, p1), t2 = t1 + Knot(p1, p2), t3 = t2 + Knot(p2, p3);
            for (int k = 1; k <= SamplesPerSpan; k++)
            {
                double f = (double)k / SamplesPerSpan, t = t1 + (t2 - t1) * f;
                _path.Add(new PenPoint(
                    Spline(p0.X, p1.X, p2.X, p3.X, t1, t2, t3, t), Spline(p0.Y, p1.Y, p2.Y, p3.Y, t1, t2, t3, t),
                    pressure + (next - pressure) * f + random.Normal() * 0.04, Lifted: false));
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

    /// <summary>The Barry-Goldman form, with knots 0, t1, t2, t3.</summary>
    private static double Spline(double p0, double p1, double p2, double p3, double t1, double t2, double t3, double t)
    {
        double a1 = ((t1 - t) * p0 + t * p1) / t1;
        double a2 = ((t2 - t) * p1 + (t - t1) * p2) / (t2 - t1);
        double a3 = ((t3 - t) * p2 + (t - t2) * p3) / (t3 - t2);
        double b1 = ((t2 - t) * a1 + t * a2) / t2;
        double b2 = ((t3 - t) * a2 + (t - t1) * a3) / (t3 - t1);
        return ((t2 - t) * b1 + (t - t1) * b2) / (t2 - t1);
    }

    private const int BendSize = 4;

    /// <summary>Slant, rotation, aspect, and a smooth random displacement of the whole plane.</summary>
    private void Bend(ref StableRandom random)
    {
        double slant = 0.10 + random.Normal() * 0.18;
        double turn = random.Normal() * 0.10;
        double aspect = 0.94 + random.Normal() * 0.17;
        if (aspect < 0.5)
            aspect = 0.5;
        double strength = 7 * random.Uniform(0.2, 1.4);
        foreach (ref (double X, double Y) node in _bend.AsSpan())
            node = (random.Normal() * strength, random.Normal() * strength);
        // A rotation without sine: by the half-angle's tangent.
        double cos = (1 - turn * turn) / (1 + turn * turn), sin = 2 * turn / (1 + turn * turn);
        for (int i = 0; i < _path.Count; i++)
        {
            PenPoint p = _path[i];
            (double bx, double by) = Displacement(p.X, p.Y);
            double x = (p.X + bx - 45) * aspect, y = p.Y + by - 50;
            x -= slant * y;
            _path[i] = p with { X = cos * x - sin * y, Y = sin * x + cos * y };
        }
    }

    private (double X, double Y) Displacement(double x, double y)
    {
        double u = Clamp((x + 10) / 120) * (BendSize - 1), v = Clamp((y + 10) / 120) * (BendSize - 1);
        int i = Math.Min((int)u, BendSize - 2), j = Math.Min((int)v, BendSize - 2);
        double fu = Smooth(u - i), fv = Smooth(v - j);
        (double X, double Y) a = _bend[j * BendSize + i], b = _bend[j * BendSize + i + 1];
        (double X, double Y) c = _bend[(j + 1) * BendSize + i], d = _bend[(j + 1) * BendSize + i + 1];
        return (
            (a.X + (b.X - a.X) * fu) * (1 - fv) + (c.X + (d.X - c.X) * fu) * fv,
            (a.Y + (b.Y - a.Y) * fu) * (1 - fv) + (c.Y + (d.Y - c.Y) * fu) * fv);

        static double Clamp(double t) => t < 0 ? 0 : t > 1 ? 1 : t;
        static double Smooth(double t) => t * t * (3 - 2 * t);
    }

    /// <summary>Runs the pen along the path: the canvas holds how deep inside the ink a pixel is, in pixels; then scans it.</summary>
    private void Ink(ref StableRandom random, int digit)
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (PenPoint p in _path)
        {
            left = Math.Min(left, p.X);
            right = Math.Max(right, p.X);
            top = Math.Min(top, p.Y);
            bottom = Math.Max(bottom, p.Y);
        }
        // Pen width in units of MNIST's 20-pixel box.
        double width = 2.45 + random.Normal() * 0.55;
        if (random.Chance(0.15))
            width += random.Uniform(0.3, 2.5);
        // A single stroke can be drawn as thick as a felt pen allows and stays readable.
        if (digit == 1 && random.Chance(0.06))
            width += random.Uniform(0.5, 3);
        if (width < 1.3)
            width = 1.3;
        double height = random.Uniform(36, 56);
        double radius = width / 2 / 20 * height;
        double scale = (height - 2 * radius) / Math.Max(Math.Max(right - left, bottom - top), 1);
        double offX = CanvasSize / 2.0 - (left + right) / 2 * scale, offY = CanvasSize / 2.0 - (top + bottom) / 2 * scale;

        // The nib is an ellipse: distances along its narrow axis count more.
        double narrow = random.Uniform(1, 1.8), tilt = random.Uniform(-1, 1), cos = (1 - tilt * tilt) / (1 + tilt * tilt), sin = 2 * tilt / (1 + tilt * tilt);
        double q = narrow * narrow - 1;
        _metric = ((float)(1 + q * cos * cos), (float)(q * cos * sin), (float)(1 + q * sin * sin));
        Array.Fill(_canvas, -1f);
        for (int i = 0; i < _path.Count; i++)
        {
            PenPoint b = _path[i], a = b.Lifted ? b : _path[i - 1];
            Segment(
                (float)(a.X * scale + offX), (float)(a.Y * scale + offY), (float)(radius * a.Pressure),
                (float)(b.X * scale + offX), (float)(b.Y * scale + offY), (float)(radius * b.Pressure));
        }
        for (int i = 0; i < _scan.Length; i++)
        {
            float c = _canvas[i] + 0.5f;
            _scan[i] = c <= 0 ? (byte)0 : c >= 1 ? (byte)255 : (byte)(c * 255f + 0.5f);
        }
    }

    /// <summary>A round pen from (ax, ay) to (bx, by), its radius going from ra to rb.</summary>
    private void Segment(float ax, float ay, float ra, float bx, float by, float rb)
    {
        float reach = MathF.Max(ra, rb) + 1;
        int x0 = Math.Max((int)(MathF.Min(ax, bx) - reach), 0), x1 = Math.Min((int)(MathF.Max(ax, bx) + reach) + 1, CanvasSize);
        int y0 = Math.Max((int)(MathF.Min(ay, by) - reach), 0), y1 = Math.Min((int)(MathF.Max(ay, by) + reach) + 1, CanvasSize);
        float dx = bx - ax, dy = by - ay;
        (float mxx, float mxy, float myy) = _metric;
        float gx = mxx * dx + mxy * dy, gy = mxy * dx + myy * dy, length2 = gx * dx + gy * dy, inverse = length2 > 1e-12f ? 1 / length2 : 0;
        for (int y = y0; y < y1; y++)
        {
            Span<float> row = _canvas.AsSpan(y * CanvasSize, CanvasSize);
            float py = y + 0.5f - ay;
            for (int x = x0; x < x1; x++)
            {
                float px = x + 0.5f - ax;
                float t = (px * gx + py * gy) * inverse;
                t = t < 0 ? 0 : t > 1 ? 1 : t;
                float ex = px - t * dx, ey = py - t * dy;
                float depth = ra + (rb - ra) * t - MathF.Sqrt(mxx * ex * ex + 2 * mxy * ex * ey + myy * ey * ey);
                if (depth > row[x])
                    row[x] = depth;
            }
        }
    }
}
