using Receptive.Kernels.Convolution;
using Receptive.Kernels.Pooling;

namespace Receptive.Engine.Tests;

/// <summary>Convolution and pooling by their definitions, for <see cref="ReferenceInterpreter"/>.</summary>
internal static class ReferenceWindows
{
    public static double[] Convolve(Conv2DGeometry g, int batch, double[] x, double[] w)
    {
        double[] y = new double[batch * g.OutputHeight * g.OutputWidth * g.Filters];
        foreach ((int input, int kernel, int output) in Products(g, batch)) y[output] += x[input] * w[kernel];
        return y;
    }

    public static double[] ConvolveInputGradient(Conv2DGeometry g, int batch, double[] dy, double[] w)
    {
        double[] dx = new double[batch * g.Height * g.Width * g.Channels];
        foreach ((int input, int kernel, int output) in Products(g, batch)) dx[input] += dy[output] * w[kernel];
        return dx;
    }

    public static double[] ConvolveKernelGradient(Conv2DGeometry g, int batch, double[] x, double[] dy)
    {
        double[] dw = new double[g.KernelHeight * g.KernelWidth * (g.Channels / g.Groups) * g.Filters];
        foreach ((int input, int kernel, int output) in Products(g, batch)) dw[kernel] += x[input] * dy[output];
        return dw;
    }

    /// <summary>The largest pixel of each window, and which cell it is in.</summary>
    public static (double[] Largest, double[] Index) Pool(Pool2DGeometry g, int batch, double[] x)
    {
        int outputs = batch * g.OutputHeight * g.OutputWidth * g.Channels;
        double[] largest = new double[outputs], index = new double[outputs];
        Array.Fill(largest, double.NegativeInfinity);
        Array.Fill(index, -1);
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            if (index[output] >= 0 && !(x[input] > largest[output])) continue;
            largest[output] = x[input];
            index[output] = cell;
        }

        return (largest, index);
    }

    public static double[] PoolGradient(Pool2DGeometry g, int batch, double[] index, double[] dy)
    {
        double[] dx = new double[batch * g.Height * g.Width * g.Channels];
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            if (index[output] == cell) dx[input] += dy[output];
        }

        return dx;
    }

    public static double[] PoolGather(Pool2DGeometry g, int batch, double[] index, double[] x)
    {
        double[] y = new double[batch * g.OutputHeight * g.OutputWidth * g.Channels];
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            if (index[output] == cell) y[output] = x[input];
        }

        return y;
    }

    /// <summary>Every product in a convolution: the offsets of pixel, kernel cell and output.</summary>
    private static IEnumerable<(int Input, int Kernel, int Output)> Products(Conv2DGeometry g, int batch)
    {
        int channelsPerGroup = g.Channels / g.Groups, filtersPerGroup = g.Filters / g.Groups;
        foreach ((int b, int i, int j, int p, int q) in Windows(batch, g.OutputHeight, g.OutputWidth, g.KernelHeight, g.KernelWidth))
        {
            int row = i * g.StrideHeight - g.PadTop + p * g.DilationHeight, column = j * g.StrideWidth - g.PadLeft + q * g.DilationWidth;
            if (row < 0 || row >= g.Height || column < 0 || column >= g.Width) continue;
            for (int f = 0; f < g.Filters; f++)
            {
                for (int c = 0; c < channelsPerGroup; c++)
                {
                    int channel = f / filtersPerGroup * channelsPerGroup + c;
                    yield return (
                        ((b * g.Height + row) * g.Width + column) * g.Channels + channel,
                        ((p * g.KernelWidth + q) * channelsPerGroup + c) * g.Filters + f,
                        ((b * g.OutputHeight + i) * g.OutputWidth + j) * g.Filters + f);
                }
            }
        }
    }

    /// <summary>Every pixel that a pooling window sees: the offset of the pixel, the cell's number and the output's offset.</summary>
    private static IEnumerable<(int Input, int Cell, int Output)> Cells(Pool2DGeometry g, int batch)
    {
        foreach ((int b, int i, int j, int p, int q) in Windows(batch, g.OutputHeight, g.OutputWidth, g.PoolHeight, g.PoolWidth))
        {
            int row = i * g.StrideHeight - g.PadTop + p, column = j * g.StrideWidth - g.PadLeft + q;
            if (row < 0 || row >= g.Height || column < 0 || column >= g.Width) continue;
            for (int c = 0; c < g.Channels; c++)
            {
                yield return (
                    ((b * g.Height + row) * g.Width + column) * g.Channels + c,
                    p * g.PoolWidth + q,
                    ((b * g.OutputHeight + i) * g.OutputWidth + j) * g.Channels + c);
            }
        }
    }

    private static IEnumerable<(int B, int I, int J, int P, int Q)> Windows(int batch, int height, int width, int windowHeight, int windowWidth)
    {
        for (int b = 0; b < batch; b++)
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    for (int p = 0; p < windowHeight; p++)
                        for (int q = 0; q < windowWidth; q++)
                            yield return (b, i, j, p, q);
    }
}
