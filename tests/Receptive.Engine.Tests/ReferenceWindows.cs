using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Engine.Tests;

/// <summary>Convolution and pooling by their definitions along any number of axes, for <see cref="ReferenceInterpreter"/>.</summary>
internal static class ReferenceWindows
{
    public static double[] Convolve(ConvolutionGeometry g, int batch, double[] x, double[] w)
    {
        double[] y = new double[g.OutputShape.Elements(batch)];
        foreach ((int input, int kernel, int output) in Products(g, batch)) y[output] += x[input] * w[kernel];
        return y;
    }

    public static double[] ConvolveInputGradient(ConvolutionGeometry g, int batch, double[] dy, double[] w)
    {
        double[] dx = new double[g.InputShape.Elements(batch)];
        foreach ((int input, int kernel, int output) in Products(g, batch)) dx[input] += dy[output] * w[kernel];
        return dx;
    }

    public static double[] ConvolveKernelGradient(ConvolutionGeometry g, int batch, double[] x, double[] dy)
    {
        double[] dw = new double[g.KernelShape.Elements(1)];
        foreach ((int input, int kernel, int output) in Products(g, batch)) dw[kernel] += x[input] * dy[output];
        return dw;
    }

    /// <summary>The largest pixel of each window, and which cell it is in; a NaN is larger than anything.</summary>
    public static (double[] Largest, double[] Index) Pool(PoolGeometry g, int batch, double[] x)
    {
        long outputs = g.OutputShape.Elements(batch);
        double[] largest = new double[outputs], index = new double[outputs];
        Array.Fill(largest, double.NegativeInfinity);
        Array.Fill(index, -1);
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            bool larger = x[input] > largest[output] || (double.IsNaN(x[input]) && !double.IsNaN(largest[output]));
            if (index[output] >= 0 && !larger) continue;
            largest[output] = x[input];
            index[output] = cell;
        }

        return (largest, index);
    }

    public static double[] PoolGradient(PoolGeometry g, int batch, double[] index, double[] dy)
    {
        double[] dx = new double[g.InputShape.Elements(batch)];
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            if (index[output] == cell) dx[input] += dy[output];
        }

        return dx;
    }

    public static double[] PoolGather(PoolGeometry g, int batch, double[] index, double[] x)
    {
        double[] y = new double[g.OutputShape.Elements(batch)];
        foreach ((int input, int cell, int output) in Cells(g, batch))
        {
            if (index[output] == cell) y[output] = x[input];
        }

        return y;
    }

    public static double[] Average(PoolGeometry g, int batch, double[] x)
    {
        double[] y = new double[g.OutputShape.Elements(batch)], counts = Counts(g, batch);
        foreach ((int input, _, int output) in Cells(g, batch)) y[output] += x[input] / counts[output];
        return y;
    }

    public static double[] AverageGradient(PoolGeometry g, int batch, double[] dy)
    {
        double[] dx = new double[g.InputShape.Elements(batch)], counts = Counts(g, batch);
        foreach ((int input, _, int output) in Cells(g, batch)) dx[input] += dy[output] / counts[output];
        return dx;
    }

    private static double[] Counts(PoolGeometry g, int batch)
    {
        double[] counts = new double[g.OutputShape.Elements(batch)];
        foreach ((_, _, int output) in Cells(g, batch)) counts[output]++;
        return counts;
    }

    /// <summary>Every product in a convolution: the offsets of pixel, kernel cell and output.</summary>
    private static IEnumerable<(int Input, int Kernel, int Output)> Products(ConvolutionGeometry g, int batch)
    {
        int channelsPerGroup = g.Channels / g.Groups, filtersPerGroup = g.Filters / g.Groups;
        foreach ((int pixel, int cell, int window) in Pairs(g.Axes.ToArray(), batch))
        {
            for (int f = 0; f < g.Filters; f++)
            {
                for (int c = 0; c < channelsPerGroup; c++)
                    yield return (pixel * g.Channels + f / filtersPerGroup * channelsPerGroup + c, (cell * channelsPerGroup + c) * g.Filters + f, window * g.Filters + f);
            }
        }
    }

    /// <summary>Every pixel that a pooling window sees: the offset of the pixel, the cell's number and the output's offset.</summary>
    private static IEnumerable<(int Input, int Cell, int Output)> Cells(PoolGeometry g, int batch)
    {
        foreach ((int pixel, int cell, int window) in Pairs(g.Axes.ToArray(), batch))
        {
            for (int c = 0; c < g.Channels; c++) yield return (pixel * g.Channels + c, cell, window * g.Channels + c);
        }
    }

    /// <summary>
    /// Every cell of every window that lies on a pixel: numbers of pixel, cell and window, each counted row by row; windows by
    /// windows, cells in ascending order.
    /// </summary>
    private static IEnumerable<(int Pixel, int Cell, int Window)> Pairs(WindowAxis[] axes, int batch)
    {
        int windows = axes.Aggregate(batch, (product, axis) => product * axis.Outputs), cells = axes.Aggregate(1, (product, axis) => product * axis.Window);
        for (int window = 0; window < windows; window++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                long pixel = 0, stride = 1;
                int windowRest = window, cellRest = cell;
                bool inside = true;
                for (int i = axes.Length - 1; i >= 0; i--)
                {
                    WindowAxis axis = axes[i];
                    long place = (long)(windowRest % axis.Outputs) * axis.Stride - axis.PadBefore + (long)(cellRest % axis.Window) * axis.Dilation;
                    inside &= place >= 0 && place < axis.Size;
                    pixel += place * stride;
                    stride *= axis.Size;
                    windowRest /= axis.Outputs;
                    cellRest /= axis.Window;
                }

                if (inside) yield return ((int)(pixel + windowRest * stride), cell, window);
            }
        }
    }
}
