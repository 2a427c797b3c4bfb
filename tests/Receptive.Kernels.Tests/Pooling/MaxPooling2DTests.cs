using Receptive.Kernels.Pooling;
using Xunit;

namespace Receptive.Kernels.Tests.Pooling;

public sealed unsafe class MaxPooling2DTests
{
    [Fact]
    public void Maxima_their_cells_and_the_gradient()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            Pool2DGeometry g = RandomGeometry(random);
            int batch = random.Next(1, 4), outputs = batch * g.OutputHeight * g.OutputWidth * g.Channels;
            using Native x = Native.Random((long)batch * g.Height * g.Width * g.Channels, random);
            // Few distinct values make ties; the first of equals must win.
            foreach (ref float value in x.Span)
                value = MathF.Round(value * 3);
            using Native dy = Native.Random(outputs, random);
            float[] both = Levels.SameBits(() =>
            {
                using Native y = new(outputs), index = new(outputs), dx = new(x.Length);
                for (int image = 0; image < batch; image++)
                {
                    MaxPooling2D.Forward(g, image, x.Pointer, y.Pointer, index.Pointer);
                    MaxPooling2D.Gradient(g, image, index.Pointer, dy.Pointer, dx.Pointer);
                }
                return [.. y.Span, .. index.Span, .. dx.Span];
            });

            double[] expected = new double[both.Length];
            for (int o = 0; o < outputs; o++)
            {
                int c = o % g.Channels, column = o / g.Channels % g.OutputWidth, row = o / g.Channels / g.OutputWidth % g.OutputHeight, n = o / g.Channels / g.OutputWidth / g.OutputHeight;
                double best = double.NegativeInfinity;
                int cell = -1, pixel = -1;
                for (int p = 0; p < g.PoolHeight; p++)
                {
                    for (int q = 0; q < g.PoolWidth; q++)
                    {
                        int h = row * g.StrideHeight - g.PadTop + p, w = column * g.StrideWidth - g.PadLeft + q;
                        if (h < 0 || w < 0 || h >= g.Height || w >= g.Width)
                            continue;
                        int at = ((n * g.Height + h) * g.Width + w) * g.Channels + c;
                        if (x.Span[at] > best)
                            (best, cell, pixel) = (x.Span[at], p * g.PoolWidth + q, at);
                    }
                }
                expected[o] = best;
                expected[outputs + o] = cell;
                expected[2 * outputs + pixel] += dy.Span[o];
            }
            Largest.Close(expected, both, 1e-6, $"{g}");
        }
    }

    [Fact]
    public void A_NaN_wins_its_window()
    {
        var g = new Pool2DGeometry { Height = 2, Width = 2, Channels = 19, PoolHeight = 2, PoolWidth = 2, StrideHeight = 2, StrideWidth = 2, OutputHeight = 1, OutputWidth = 1 };
        for (int cell = 0; cell < 4; cell++)
        {
            foreach (SimdLevel level in Levels.Available)
            {
                Simd.Level = level;
                using Native x = new(4 * 19, 5), y = new(19);
                x.Span[(cell * 19)..((cell + 1) * 19)].Fill(float.NaN);
                MaxPooling2D.Forward(g, 0, x.Pointer, y.Pointer, null);
                Simd.Level = Simd.Widest;
                Assert.All(y.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
            }
        }
    }

    private static Pool2DGeometry RandomGeometry(Random random)
    {
        int ph = random.Next(1, 4), pw = random.Next(1, 4), sh = random.Next(1, 4), sw = random.Next(1, 4);
        int h = ph + random.Next(0, 9), w = pw + random.Next(0, 9);
        bool same = random.Next(2) == 0;
        int oh = same ? (h + sh - 1) / sh : (h - ph) / sh + 1, ow = same ? (w + sw - 1) / sw : (w - pw) / sw + 1;
        return new Pool2DGeometry
        {
            Height = h,
            Width = w,
            Channels = random.Next(1, 40),
            PoolHeight = ph,
            PoolWidth = pw,
            StrideHeight = sh,
            StrideWidth = sw,
            PadTop = same ? Math.Max((oh - 1) * sh + ph - h, 0) / 2 : 0,
            PadLeft = same ? Math.Max((ow - 1) * sw + pw - w, 0) / 2 : 0,
            OutputHeight = oh,
            OutputWidth = ow,
        };
    }
}
