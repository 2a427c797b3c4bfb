namespace Receptive.Data.Images;

/// <summary>
/// Finds the ink on a page: estimates the paper from the page's edge, decides whether the ink is darker or lighter,
/// stretches the contrast and drops specks.
/// </summary>
internal sealed record Ink(Raster Levels, bool DarkOnLight, int Specks)
{
    /// <summary>Paper and ink that differ by less, of 255, are a blank page.</summary>
    private const double LeastContrast = 20;

    /// <summary>Pieces smaller than this part of the largest are dirt, not writing.</summary>
    private const double SpeckPart = 0.02;

    /// <returns>Ink levels, 0 paper to 255 ink; null if the page is blank.</returns>
    public static Ink? Find(Raster page)
    {
        int[] deviation = Deviation(page);
        // Ink is the side on which pixels stray furthest from the paper.
        double dark = 0, light = 0;
        foreach (int d in deviation)
            if (d < 0)
                dark += (double)d * d;
            else
                light += (double)d * d;
        bool darkOnLight = dark >= light;
        byte[] strength = Array.ConvertAll(deviation, d => (byte)Math.Clamp(darkOnLight ? -d : d, 0, 255));
        (int threshold, double paper, double ink) = Split(strength);
        if (ink - paper < LeastContrast)
            return null;

        double low = paper + (threshold - paper) * 0.5, high = Math.Max(ink - (ink - threshold) * 0.25, low + 1);
        byte[] levels = Array.ConvertAll(strength, s => (byte)(Math.Clamp((s - low) / (high - low), 0, 1) * 255 + 0.5));
        int specks = DropSpecks(levels, page.Width, page.Height);
        return new Ink(page with { Pixels = levels }, darkOnLight, specks);
    }

    /// <summary>Each pixel's distance from the paper: a plane laid through the page's edge, so that light may fall from one side.</summary>
    private static int[] Deviation(Raster page)
    {
        int w = page.Width, h = page.Height, margin = Math.Max(1, Math.Min(w, h) / 20);
        var edge = new List<(double X, double Y, double V)>();
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++)
                if (x < margin || y < margin || x >= w - margin || y >= h - margin)
                    edge.Add((2.0 * x / w - 1, 2.0 * y / h - 1, page.Pixels[y * w + x]));
        double[] levels = [.. edge.Select(e => e.V).Order()];
        (double A, double B, double C) plane = (levels[levels.Length / 2], 0, 0);
        // Twice: what strays far from the first guess is ink at the edge, not paper.
        for (int pass = 0; pass < 2; pass++)
            plane = Fit(edge.Where(e => Math.Abs(e.V - Paper(plane, e.X, e.Y)) < 48)) ?? plane;
        int[] deviation = new int[w * h];
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++)
                deviation[y * w + x] = (int)Math.Round(page.Pixels[y * w + x] - Math.Clamp(Paper(plane, 2.0 * x / w - 1, 2.0 * y / h - 1), 0, 255));
        return deviation;

        static double Paper((double A, double B, double C) p, double x, double y) => p.A + p.B * x + p.C * y;
    }

    /// <summary>Least squares for v = a + b x + c y; null if the points do not span a plane.</summary>
    private static (double A, double B, double C)? Fit(IEnumerable<(double X, double Y, double V)> points)
    {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0, v = 0, xv = 0, yv = 0;
        foreach ((double px, double py, double pv) in points)
        {
            n++;
            (x, y, v) = (x + px, y + py, v + pv);
            (xx, xy, yy) = (xx + px * px, xy + px * py, yy + py * py);
            (xv, yv) = (xv + px * pv, yv + py * pv);
        }
        if (n < 8)
            return null;
        // Centred, the system has two unknowns.
        double cxx = xx - x * x / n, cxy = xy - x * y / n, cyy = yy - y * y / n, cxv = xv - x * v / n, cyv = yv - y * v / n;
        double determinant = cxx * cyy - cxy * cxy;
        if (determinant < 1e-6 * n * n)
            return null;
        double b = (cxv * cyy - cyv * cxy) / determinant, c = (cyv * cxx - cxv * cxy) / determinant;
        return ((v - b * x - c * y) / n, b, c);
    }

    /// <summary>Otsu's threshold, and the mean on either side of it.</summary>
    private static (int Threshold, double Below, double Above) Split(byte[] values)
    {
        long[] histogram = new long[256];
        foreach (byte v in values)
            histogram[v]++;
        double total = values.Length, sum = 0;
        for (int v = 0; v < 256; v++)
            sum += (double)v * histogram[v];
        double countBelow = 0, sumBelow = 0, best = -1;
        (int, double, double) split = (0, 0, 0);
        for (int t = 0; t < 255; t++)
        {
            countBelow += histogram[t];
            sumBelow += (double)t * histogram[t];
            if (countBelow == 0 || countBelow == total)
                continue;
            double below = sumBelow / countBelow, above = (sum - sumBelow) / (total - countBelow);
            double between = countBelow * (total - countBelow) * (above - below) * (above - below);
            if (between > best)
                (best, split) = (between, (t, below, above));
        }
        return split;
    }

    private static int DropSpecks(byte[] levels, int width, int height)
    {
        int[] piece = new int[levels.Length];
        List<int> sizes = [0];
        var open = new Stack<int>();
        for (int start = 0; start < levels.Length; start++)
        {
            if (levels[start] < 128 || piece[start] != 0)
                continue;
            int size = 0;
            piece[start] = sizes.Count;
            open.Push(start);
            while (open.TryPop(out int at))
            {
                size++;
                int x = at % width, y = at / width;
                for (int ny = Math.Max(y - 1, 0); ny <= Math.Min(y + 1, height - 1); ny++)
                    for (int nx = Math.Max(x - 1, 0); nx <= Math.Min(x + 1, width - 1); nx++)
                        if (levels[ny * width + nx] >= 128 && piece[ny * width + nx] == 0)
                        {
                            piece[ny * width + nx] = sizes.Count;
                            open.Push(ny * width + nx);
                        }
            }
            sizes.Add(size);
        }
        int least = (int)Math.Ceiling(sizes.Max() * SpeckPart);
        for (int i = 0; i < levels.Length; i++)
            if (piece[i] != 0 && sizes[piece[i]] < least)
                levels[i] = 0;
        return sizes.Skip(1).Count(s => s < least);
    }
}
