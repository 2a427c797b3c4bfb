using Receptive.Graph;

namespace Receptive.Engine.Tests;

/// <summary>Affine transformations of images by their definition, as a sum over all pixels that one is made of.</summary>
internal static class ReferenceTransform
{
    public static double[] Apply(bool nearest, ImageFill fill, double fillValue, double[] images, double[] numbers, int[] shape)
    {
        double[] result = new double[images.Length];
        Visit(nearest, fill, numbers, shape, (to, from, weight) => result[to] += weight * (from < 0 ? fillValue : images[from]));
        return result;
    }

    public static double[] Gradient(bool nearest, ImageFill fill, double[] gradient, double[] numbers, int[] shape)
    {
        double[] result = new double[gradient.Length];
        Visit(nearest, fill, numbers, shape, (to, from, weight) =>
        {
            if (from >= 0) result[from] += weight * gradient[to];
        });
        return result;
    }

    private static void Visit(bool nearest, ImageFill fill, double[] numbers, int[] shape, Action<int, int, double> take)
    {
        (int batch, int height, int width, int channels) = (shape[0], shape[1], shape[2], shape[3]);
        for (int pixel = 0; pixel < batch * height * width; pixel++)
        {
            int example = pixel / (height * width), row = pixel / width % height, column = pixel % width;
            double[] n = numbers[(example * 6)..(example * 6 + 6)];
            double x = Inside(n[0] * column + n[1] * row + n[2], width, fill), y = Inside(n[3] * column + n[4] * row + n[5], height, fill);
            foreach ((double atX, double weightX) in Around(x, nearest))
            {
                foreach ((double atY, double weightY) in Around(y, nearest))
                {
                    bool isInside = atX >= 0 && atX < width && atY >= 0 && atY < height;
                    for (int c = 0; c < channels; c++)
                        take(pixel * channels + c, isInside ? ((example * height + (int)atY) * width + (int)atX) * channels + c : -1, weightX * weightY);
                }
            }
        }
    }

    private static (double At, double Weight)[] Around(double place, bool nearest)
    {
        if (nearest) return [(Math.Round(place, MidpointRounding.AwayFromZero), 1)];
        double below = Math.Floor(place);
        return [(below, 1 - (place - below)), (below + 1, place - below)];
    }

    private static double Inside(double place, int length, ImageFill fill)
    {
        if (fill == ImageFill.Constant || (place >= 0 && place <= length - 1)) return place;
        if (fill == ImageFill.Reflect)
        {
            // The mirrored image repeats every 2 length; a pixel reaches half a pixel to either side.
            double shifted = (place + 0.5) % (2 * length);
            if (shifted < 0) shifted += 2 * length;
            place = (shifted < length ? shifted : 2 * length - shifted) - 0.5;
        }
        else if (fill == ImageFill.Wrap && length > 1)
        {
            int span = length - 1;
            place += place < 0 ? length * (Math.Truncate(-place / span) + 1) : -length * Math.Truncate(place / span);
        }

        return Math.Clamp(place, 0, length - 1);
    }
}
