using Receptive.Kernels.Pooling;
using Xunit;

namespace Receptive.Kernels.Tests.Pooling;

public sealed unsafe class PoolingTests
{
    [Fact]
    public void Maxima_means_and_their_gradients()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            Pool3DGeometry g = RandomGeometry(random);
            int batch = random.Next(1, 4), outputs = (int)(batch * g.OutputElements);
            using Native x = Native.Random(batch * g.InputElements, random);
            // Few distinct values make ties; the first of equals must win. Now and then a NaN, which beats all.
            foreach (ref float value in x.Span)
                value = MathF.Round(value * 3);
            using Native dy = Native.Random(outputs, random), means = Native.Random(x.Length, random);
            if (i % 4 == 0) x.Span[random.Next(x.Length)] = float.NaN;
            float[] actual = Levels.SameBits(() =>
            {
                using Native y = new(outputs), index = new(outputs), dx = new(x.Length), gathered = new(outputs), mean = new(outputs), spread = new(x.Length);
                for (int example = 0; example < batch; example++)
                {
                    MaxPooling.Forward(g, example, x.Pointer, y.Pointer, index.Pointer);
                    MaxPooling.Gradient(g, example, index.Pointer, dy.Pointer, dx.Pointer);
                    MaxPooling.Gather(g, example, index.Pointer, means.Pointer, gathered.Pointer);
                    AveragePooling.Forward(g, example, means.Pointer, mean.Pointer);
                    AveragePooling.Gradient(g, example, dy.Pointer, spread.Pointer);
                }
                return [.. y.Span, .. index.Span, .. gathered.Span, .. mean.Span, .. dx.Span, .. spread.Span];
            });

            double[] expected = new double[actual.Length];
            for (int o = 0; o < outputs; o++)
            {
                (float best, int cell, int pixel) = (0, -1, -1);
                List<(int Cell, int Pixel)> seen = Seen(g, o);
                foreach ((int one, int at) in seen)
                {
                    float value = x.Span[at];
                    if (cell < 0 || value > best || (float.IsNaN(value) && !float.IsNaN(best)))
                        (best, cell, pixel) = (value, one, at);
                    expected[3 * outputs + o] += (double)means.Span[at] / seen.Count;
                    expected[4 * outputs + x.Length + at] += (double)dy.Span[o] / seen.Count;
                }
                expected[o] = best;
                expected[outputs + o] = cell;
                expected[2 * outputs + o] = means.Span[pixel];
                expected[4 * outputs + pixel] += dy.Span[o];
            }
            for (int o = 0; o < outputs; o++)
            {
                Assert.Equal(double.IsNaN(expected[o]), float.IsNaN(actual[o]));
                if (float.IsNaN(actual[o])) (expected[o], actual[o]) = (0, 0);
            }
            Largest.Close(expected, actual, 1e-6, $"{g}");
        }
    }

    /// <summary>What lies in an index tensor is anybody's: cells that do not exist take and give nothing.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(1e30f)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(16777216f)]
    public void A_cell_that_does_not_exist_touches_nothing(float cell)
    {
        var axis = new WindowAxis(4, 2, 2, 1, 0, 0, 2);
        var g = new Pool3DGeometry(WindowAxis.None, axis, axis, 3);
        using Native index = new(g.OutputElements, cell), dy = new(g.OutputElements, 1f), dx = new(g.InputElements), x = new(g.InputElements, 5f), y = new(g.OutputElements);
        MaxPooling.Gradient(g, 0, index.Pointer, dy.Pointer, dx.Pointer);
        MaxPooling.Gather(g, 0, index.Pointer, x.Pointer, y.Pointer);
        // NaN reads as cell 0.
        Assert.Equal(float.IsNaN(cell) ? 12 : 0, dx.Span.ToArray().Sum());
        Assert.All(y.Span.ToArray(), value => Assert.Equal(float.IsNaN(cell) ? 5 : 0, value));
    }

    /// <summary>The cells of the window of output element o that lie inside: their numbers and the offsets of their pixels.</summary>
    private static List<(int Cell, int Pixel)> Seen(in Pool3DGeometry g, int o)
    {
        int c = o % g.Channels, window = o / g.Channels;
        int k = window % g.Width.Outputs, j = window / g.Width.Outputs % g.Height.Outputs;
        int i = window / g.Width.Outputs / g.Height.Outputs % g.Depth.Outputs, n = window / g.Width.Outputs / g.Height.Outputs / g.Depth.Outputs;
        var seen = new List<(int, int)>();
        for (int p = 0; p < g.Depth.Window; p++)
        {
            for (int q = 0; q < g.Height.Window; q++)
            {
                for (int r = 0; r < g.Width.Window; r++)
                {
                    int z = i * g.Depth.Stride - g.Depth.PadBefore + p, y = j * g.Height.Stride - g.Height.PadBefore + q, x = k * g.Width.Stride - g.Width.PadBefore + r;
                    if (z < 0 || y < 0 || x < 0 || z >= g.Depth.Size || y >= g.Height.Size || x >= g.Width.Size)
                        continue;
                    seen.Add(((p * g.Height.Window + q) * g.Width.Window + r, (((n * g.Depth.Size + z) * g.Height.Size + y) * g.Width.Size + x) * g.Channels + c));
                }
            }
        }
        return seen;
    }

    private static Pool3DGeometry RandomGeometry(Random random)
    {
        bool same = random.Next(2) == 0, volume = random.Next(3) == 0;
        return new Pool3DGeometry(volume ? RandomAxis(random, same) : WindowAxis.None, RandomAxis(random, same), RandomAxis(random, same), random.Next(1, 40));
    }

    private static WindowAxis RandomAxis(Random random, bool same)
    {
        int window = random.Next(1, 4), stride = random.Next(1, 4), size = window + random.Next(0, 7);
        int outputs = same ? (size + stride - 1) / stride : (size - window) / stride + 1;
        int padding = same ? Math.Max((outputs - 1) * stride + window - size, 0) : 0;
        return new WindowAxis(size, window, stride, 1, padding / 2, padding - padding / 2, outputs);
    }
}
