using System.Runtime.Intrinsics;
using Receptive.Data.Images;

namespace Receptive.Data.Handwriting;

/// <summary>A place on the pen's way.</summary>
/// <param name="X">To the right, in hundredths of the digit's height.</param>
/// <param name="Y">Down.</param>
/// <param name="Pressure">The pen's width here, as a factor on its usual width.</param>
/// <param name="Lifted">Whether the pen was in the air on its way here.</param>
internal readonly record struct PenPoint(double X, double Y, double Pressure, bool Lifted);

/// <summary>
/// A pen with an elliptic nib, on a canvas of about the resolution of the scans behind MNIST. Vectors of any machine's
/// width give the same bits: each pixel is one chain of +, -, *, / and sqrt, and no multiplication is fused with an addition.
/// </summary>
internal sealed class Pen
{
    /// <summary>Height and width of the canvas in pixels.</summary>
    public const int CanvasSize = 64;

    private const double LeastHeight = 36, GreatestHeight = 56;

    /// <summary>How deep in the ink each pixel is: the distance to the ink's edge in pixels, negative outside.</summary>
    private readonly float[] _depth = new float[CanvasSize * CanvasSize];
    private readonly byte[] _scan = new byte[CanvasSize * CanvasSize];

    // Distance squared is xx dx^2 + 2 xy dx dy + yy dy^2: across the nib's narrow axis, distances count more.
    private float _xx, _xy, _yy;

    /// <summary>Draws the way at a size chosen by chance, as large as the digit was written.</summary>
    /// <param name="path">The pen's way; the first point is lifted.</param>
    /// <param name="width">The pen's width in pixels of MNIST's 20-pixel box.</param>
    /// <param name="random">Advanced.</param>
    /// <returns>Grey levels of the canvas, 0 paper to 255 ink; overwritten by the next call.</returns>
    public ReadOnlySpan<byte> Draw(ReadOnlySpan<PenPoint> path, double width, ref StableRandom random)
    {
        (double left, double top, double right, double bottom) = (path[0].X, path[0].Y, path[0].X, path[0].Y);
        foreach (PenPoint p in path)
        {
            (left, right) = (Math.Min(left, p.X), Math.Max(right, p.X));
            (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        }
        double height = random.Uniform(LeastHeight, GreatestHeight);
        double radius = width / 2 / MnistFrame.BoxSize * height;
        double scale = (height - 2 * radius) / Math.Max(Math.Max(right - left, bottom - top), 1);
        double originX = CanvasSize / 2 - (left + right) / 2 * scale, originY = CanvasSize / 2 - (top + bottom) / 2 * scale;
        TakeNib(ref random);

        Array.Fill(_depth, -1f);
        for (int i = 0; i < path.Length; i++)
        {
            PenPoint b = path[i], a = b.Lifted ? b : path[i - 1];
            Drag(
                (float)(a.X * scale + originX), (float)(a.Y * scale + originY), (float)(radius * a.Pressure),
                (float)(b.X * scale + originX), (float)(b.Y * scale + originY), (float)(radius * b.Pressure));
        }
        for (int i = 0; i < _scan.Length; i++)
        {
            // A pixel on the edge is covered in part.
            float cover = _depth[i] + 0.5f;
            _scan[i] = cover <= 0 ? (byte)0 : cover >= 1 ? (byte)255 : (byte)(cover * 255f + 0.5f);
        }
        return _scan;
    }

    private void TakeNib(ref StableRandom random)
    {
        double narrow = random.Uniform(1, 1.8), stretch = narrow * narrow - 1;
        (double cos, double sin) = Turn(random.Uniform(-1, 1));
        _xx = (float)(1 + stretch * cos * cos);
        _xy = (float)(stretch * cos * sin);
        _yy = (float)(1 + stretch * sin * sin);
    }

    /// <summary>Cosine and sine of an angle given by the tangent of its half: all that is needed of trigonometry.</summary>
    public static (double Cos, double Sin) Turn(double halfTangent)
    {
        double square = halfTangent * halfTangent;
        return ((1 - square) / (1 + square), 2 * halfTangent / (1 + square));
    }

    /// <summary>Drags the nib from a to b, its radius changing from ra to rb.</summary>
    private void Drag(float ax, float ay, float ra, float bx, float by, float rb)
    {
        float reach = MathF.Max(ra, rb) + 1;
        int lanes = Vector256<float>.Count;
        int left = Math.Max((int)(MathF.Min(ax, bx) - reach), 0) / lanes * lanes, right = Math.Min((int)(MathF.Max(ax, bx) + reach) + 1, CanvasSize);
        int top = Math.Max((int)(MathF.Min(ay, by) - reach), 0), bottom = Math.Min((int)(MathF.Max(ay, by) + reach) + 1, CanvasSize);
        float dx = bx - ax, dy = by - ay;
        // Along the way by t in [0, 1]: the point next to a pixel, in the nib's own measure of distance.
        float gx = _xx * dx + _xy * dy, gy = _xy * dx + _yy * dy, length = gx * dx + gy * dy, inverse = length > 1e-12f ? 1 / length : 0;
        Vector256<float> centres = Vector256.Create(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f) - Vector256.Create(ax);
        for (int y = top; y < bottom; y++)
        {
            float py = y + 0.5f - ay;
            Span<float> row = _depth.AsSpan(y * CanvasSize, CanvasSize);
            for (int x = left; x < right; x += lanes)
            {
                Vector256<float> px = centres + Vector256.Create((float)x);
                Vector256<float> t = (px * gx + Vector256.Create(py * gy)) * inverse;
                t = Vector256.Min(Vector256.Max(t, Vector256<float>.Zero), Vector256<float>.One);
                Vector256<float> ex = px - t * dx, ey = Vector256.Create(py) - t * dy;
                Vector256<float> distance = Vector256.Sqrt(ex * ex * _xx + ex * ey * (2 * _xy) + ey * ey * _yy);
                Vector256<float> depth = Vector256.Create(ra) + t * (rb - ra) - distance;
                Vector256.Max(depth, Vector256.Create<float>(row[x..])).CopyTo(row[x..]);
            }
        }
    }
}
