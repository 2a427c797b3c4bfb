using Receptive.Kernels.Convolution;

namespace Receptive.Kernels.Tests.Convolution;

/// <summary>Convolution and its gradients by their definitions, in double precision.</summary>
internal static class ConvolutionReference
{
    public static double[] Forward(Conv2DGeometry g, int batch, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias)
    {
        double[] y = new double[batch * g.OutputElements];
        foreach (Product p in Products(g, batch))
            y[p.Y] += (double)x[p.X] * w[p.W];
        for (int i = 0; i < y.Length && bias.Length > 0; i++)
            y[i] += bias[i % g.Filters];
        return y;
    }

    public static double[] InputGradient(Conv2DGeometry g, int batch, double[] dy, ReadOnlySpan<float> w)
    {
        double[] dx = new double[batch * g.InputElements];
        foreach (Product p in Products(g, batch))
            dx[p.X] += dy[p.Y] * w[p.W];
        return dx;
    }

    public static double[] KernelGradient(Conv2DGeometry g, int batch, ReadOnlySpan<float> x, double[] dy)
    {
        double[] dw = new double[g.KernelElements];
        foreach (Product p in Products(g, batch))
            dw[p.W] += x[p.X] * dy[p.Y];
        return dw;
    }

    private readonly record struct Product(int X, int W, int Y);

    private static IEnumerable<Product> Products(Conv2DGeometry g, int batch)
    {
        for (int n = 0; n < batch; n++)
            for (int i = 0; i < g.OutputHeight; i++)
                for (int j = 0; j < g.OutputWidth; j++)
                    for (int p = 0; p < g.KernelHeight; p++)
                        for (int q = 0; q < g.KernelWidth; q++)
                        {
                            int row = i * g.StrideHeight + p * g.DilationHeight - g.PadTop, column = j * g.StrideWidth + q * g.DilationWidth - g.PadLeft;
                            if (row < 0 || column < 0 || row >= g.Height || column >= g.Width)
                                continue;
                            for (int f = 0; f < g.Filters; f++)
                            {
                                int group = f / g.GroupFilters;
                                for (int c = 0; c < g.GroupChannels; c++)
                                {
                                    yield return new Product(
                                        ((n * g.Height + row) * g.Width + column) * g.Channels + group * g.GroupChannels + c,
                                        ((p * g.KernelWidth + q) * g.GroupChannels + c) * g.Filters + f,
                                        ((n * g.OutputHeight + i) * g.OutputWidth + j) * g.Filters + f);
                                }
                            }
                        }
    }
}
