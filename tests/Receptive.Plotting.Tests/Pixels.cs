using SkiaSharp;

namespace Receptive.Plotting.Tests;

/// <summary>Reads PNG files back.</summary>
internal static class Pixels
{
    public static SKBitmap Decode(byte[] png) => SKBitmap.Decode(png) ?? throw new InvalidDataException("not a picture");

    /// <summary>The share of pixels whose strongest channel is off by more than an eighth.</summary>
    public static double ShareOff(SKBitmap one, SKBitmap other)
    {
        int off = 0;
        for (int y = 0; y < one.Height; y++)
        {
            for (int x = 0; x < one.Width; x++)
            {
                SKColor a = one.GetPixel(x, y), b = other.GetPixel(x, y);
                if (Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue))) > 32) off++;
            }
        }

        return (double)off / (one.Width * one.Height);
    }

    public static int Count(SKBitmap picture, Func<SKColor, bool> matches)
    {
        int count = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                if (matches(picture.GetPixel(x, y))) count++;
            }
        }

        return count;
    }
}
