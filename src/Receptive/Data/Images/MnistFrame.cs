namespace Receptive.Data.Images;

/// <summary>
/// MNIST's own recipe: the ink's bounding box is scaled into 20 x 20 pixels keeping its aspect ratio, which makes grey
/// levels, and set into 28 x 28 so that the centre of mass comes to the middle.
/// </summary>
internal static class MnistFrame
{
    public const int Size = 28, BoxSize = 20;

    /// <summary>The ink's size before and after scaling.</summary>
    public readonly record struct Box(int SourceWidth, int SourceHeight, int Width, int Height);

    /// <summary>Whether grey levels are framed by the recipe already, as an image out of MNIST is.</summary>
    public static bool IsFramed(ReadOnlySpan<byte> image, int width, int height)
    {
        if (width != Size || height != Size)
            return false;
        int left = Size, right = -1, top = Size, bottom = -1;
        double mass = 0, mx = 0, my = 0;
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Size; x++)
                if (image[y * Size + x] is > 0 and var v)
                {
                    (left, right) = (Math.Min(left, x), Math.Max(right, x));
                    (top, bottom) = (Math.Min(top, y), y);
                    (mass, mx, my) = (mass + v, mx + v * x, my + v * y);
                }
        return Math.Max(right - left, bottom - top) + 1 == BoxSize && Math.Abs(mx / mass - Size / 2) <= 0.5 && Math.Abs(my / mass - Size / 2) <= 0.5;
    }

    /// <param name="ink">Grey levels, row by row: 0 paper to 255 ink.</param>
    /// <param name="width">Columns of <paramref name="ink"/>.</param>
    /// <param name="height">Rows of <paramref name="ink"/>.</param>
    /// <param name="image">28 x 28 grey levels; overwritten.</param>
    /// <returns>What was placed; null if there was no ink.</returns>
    public static Box? Place(ReadOnlySpan<byte> ink, int width, int height, Span<byte> image)
    {
        image.Clear();
        int left = width, right = -1, top = height, bottom = -1;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (ink[y * width + x] >= 128)
                {
                    left = Math.Min(left, x);
                    right = Math.Max(right, x);
                    top = Math.Min(top, y);
                    bottom = y;
                }
        if (right < 0)
            return null;
        int w = right - left + 1, h = bottom - top + 1, side = Math.Max(w, h);
        int boxW = Math.Max(1, (w * BoxSize + side / 2) / side), boxH = Math.Max(1, (h * BoxSize + side / 2) / side);
        Span<byte> box = stackalloc byte[BoxSize * BoxSize];
        Shrink(ink, width, left, top, w, h, box, boxW, boxH);

        long mass = 0, mx = 0, my = 0;
        for (int y = 0; y < boxH; y++)
            for (int x = 0; x < boxW; x++)
            {
                int v = box[y * boxW + x];
                mass += v;
                mx += (long)v * x;
                my += (long)v * y;
            }
        int dx = (int)Math.Floor(Size / 2 - (double)mx / mass + 0.5), dy = (int)Math.Floor(Size / 2 - (double)my / mass + 0.5);
        dx = Math.Clamp(dx, 0, Size - boxW);
        dy = Math.Clamp(dy, 0, Size - boxH);
        for (int y = 0; y < boxH; y++)
            box.Slice(y * boxW, boxW).CopyTo(image.Slice((y + dy) * Size + dx, boxW));
        return new Box(w, h, boxW, boxH);
    }

    /// <summary>Each target pixel is the mean of the source area under it.</summary>
    private static void Shrink(ReadOnlySpan<byte> source, int stride, int left, int top, int w, int h, Span<byte> target, int tw, int th)
    {
        double sx = (double)w / tw, sy = (double)h / th;
        for (int y = 0; y < th; y++)
        {
            double y0 = y * sy, y1 = Math.Min((y + 1) * sy, h);
            for (int x = 0; x < tw; x++)
            {
                double x0 = x * sx, x1 = Math.Min((x + 1) * sx, w), sum = 0;
                for (int j = (int)y0; j < y1; j++)
                {
                    double fy = Math.Min(j + 1, y1) - Math.Max(j, y0);
                    int row = (top + j) * stride + left;
                    for (int i = (int)x0; i < x1; i++)
                        sum += source[row + i] * fy * (Math.Min(i + 1, x1) - Math.Max(i, x0));
                }
                target[y * tw + x] = (byte)(sum / (sx * sy) + 0.5);
            }
        }
    }
}
