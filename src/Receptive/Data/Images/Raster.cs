namespace Receptive.Data.Images;

/// <summary>Pixels of one channel, row by row.</summary>
internal sealed record Raster(int Width, int Height, byte[] Pixels)
{
    /// <summary>Grey levels by the weights of ITU-R BT.601; what is transparent shows paper that contrasts with the ink.</summary>
    public static Raster Grey(DecodedImage image)
    {
        byte paper = PaperBehind(image);
        byte[] grey = new byte[image.Width * image.Height];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = Over(Luma(image.Rgba.AsSpan(4 * i)), image.Rgba[4 * i + 3], paper);
        return new Raster(image.Width, image.Height, grey);
    }

    /// <summary>One of red, green and blue.</summary>
    public static Raster Channel(DecodedImage image, int channel)
    {
        byte paper = PaperBehind(image);
        byte[] level = new byte[image.Width * image.Height];
        for (int i = 0; i < level.Length; i++)
            level[i] = Over(image.Rgba[4 * i + channel], image.Rgba[4 * i + 3], paper);
        return new Raster(image.Width, image.Height, level);
    }

    /// <summary>Scaled by area averaging where it shrinks, by linear interpolation where it grows.</summary>
    public Raster Resize(int width, int height)
    {
        float[][] columns = Weights(Width, width), rows = Weights(Height, height);
        float[] wide = new float[width * Height];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < width; x++)
            {
                float[] w = columns[x];
                float sum = 0;
                for (int k = 1; k < w.Length; k++)
                    sum += w[k] * Pixels[y * Width + (int)w[0] + k - 1];
                wide[y * width + x] = sum;
            }
        byte[] target = new byte[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                float[] w = rows[y];
                float sum = 0;
                for (int k = 1; k < w.Length; k++)
                    sum += w[k] * wide[((int)w[0] + k - 1) * width + x];
                target[y * width + x] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
            }
        return new Raster(width, height, target);
    }

    /// <summary>For each target pixel: the first source pixel that counts, then the weights from there on.</summary>
    private static float[][] Weights(int source, int target)
    {
        double step = (double)source / target, reach = Math.Max(step, 1);
        float[][] weights = new float[target][];
        for (int t = 0; t < target; t++)
        {
            // A box as wide as a target pixel, or a triangle as wide as two source pixels.
            double centre = (t + 0.5) * step, half = step >= 1 ? reach / 2 : reach;
            int first = Math.Clamp((int)Math.Floor(centre - half), 0, source - 1), last = Math.Clamp((int)Math.Ceiling(centre + half) - 1, first, source - 1);
            double[] w = new double[last - first + 1];
            for (int i = first; i <= last; i++)
                w[i - first] = step >= 1
                    ? Math.Max(0, Math.Min(i + 1, centre + half) - Math.Max(i, centre - half))
                    : Math.Max(0, 1 - Math.Abs(i + 0.5 - centre));
            double sum = w.Sum();
            weights[t] = [first, .. w.Select(v => (float)(v / sum))];
        }
        return weights;
    }

    private static int Luma(ReadOnlySpan<byte> rgb) => (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;

    private static byte Over(int level, int alpha, byte paper) => (byte)((level * alpha + paper * (255 - alpha) + 127) / 255);

    private static byte PaperBehind(DecodedImage image)
    {
        long ink = 0, weight = 0;
        for (int i = 0; i < image.Rgba.Length; i += 4)
        {
            ink += (long)image.Rgba[i + 3] * Luma(image.Rgba.AsSpan(i));
            weight += image.Rgba[i + 3];
        }
        return ink > 127 * weight ? (byte)0 : (byte)255;
    }
}
