using Receptive.Kernels.Convolution;
using Xunit;

namespace Receptive.Kernels.Tests.Convolution;

/// <summary>Every pass of a convolution, on hundreds of odd shapes, against double precision, with equal bits at every SIMD level.</summary>
public sealed unsafe class Convolution2DTests
{
    // A direct sum errs by a few units in the last place; F(4x4, 3x3) multiplies by up to 8 * 8 on its way (Barabasz et al. 2020).
    private const double DirectTolerance = 2e-6;
    private const double WinogradTolerance = 1e-5;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    /// <summary>
    /// Random geometries: small sides, odd channel counts, strides, dilation, padding, groups; a quarter of them with windows that
    /// reach far beyond the image. The last nine are depthwise: of one channel and one filter a group, of several filters, of several
    /// channels.
    /// </summary>
    private static IEnumerable<(Conv2DGeometry Geometry, int Batch)> Geometries(int seed, bool unitGroups = false)
    {
        var random = new Random(seed);
        int[] channels = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 19, 31, 32, 33, 35];
        for (int i = 0; i < 25; i++)
        {
            bool depthwise = i >= 16, winograd = i % 2 == 0 && !depthwise, beyond = i % 4 == 3;
            int groups = depthwise ? channels[random.Next(1, channels.Length)] : winograd || unitGroups ? 1 : random.Next(4) == 0 ? random.Next(2, 4) : 1;
            int c = (depthwise ? i % 3 == 2 ? random.Next(2, 5) : 1 : winograd ? random.Next(16, 36) : channels[random.Next(channels.Length)]) * groups;
            int f = (depthwise ? i % 3 == 1 ? random.Next(2, 5) : 1 : winograd ? random.Next(16, 70) : channels[random.Next(channels.Length)]) * groups;
            int kh = winograd ? 3 : random.Next(1, 6), kw = winograd ? 3 : random.Next(1, 6);
            int sh = winograd ? 1 : random.Next(1, 4), sw = winograd ? 1 : random.Next(1, 4);
            int dh = winograd ? 1 : random.Next(1, beyond ? 12 : 3), dw = winograd ? 1 : random.Next(1, beyond ? 12 : 3);
            int eh = (kh - 1) * dh + 1, ew = (kw - 1) * dw + 1;
            int h = beyond ? random.Next(1, 9) : eh + random.Next(winograd ? 7 : 0, 14), w = beyond ? random.Next(1, 9) : ew + random.Next(winograd ? 7 : 0, depthwise ? 28 : 14);
            bool same = beyond || random.Next(2) == 0;
            int oh = same ? (h + sh - 1) / sh : (h - eh) / sh + 1, ow = same ? (w + sw - 1) / sw : (w - ew) / sw + 1;
            int padHeight = same ? Math.Max((oh - 1) * sh + eh - h, 0) : 0, padWidth = same ? Math.Max((ow - 1) * sw + ew - w, 0) : 0;
            yield return (new Conv2DGeometry
            {
                Height = h,
                Width = w,
                Channels = c,
                KernelHeight = kh,
                KernelWidth = kw,
                Filters = f,
                StrideHeight = sh,
                StrideWidth = sw,
                DilationHeight = dh,
                DilationWidth = dw,
                PadTop = padHeight / 2,
                PadLeft = padWidth / 2,
                PadBottom = padHeight - padHeight / 2,
                PadRight = padWidth - padWidth / 2,
                OutputHeight = oh,
                OutputWidth = ow,
                Groups = groups,
            }, random.Next(1, 4));
        }
    }

    private static double Tolerance(bool winograd) => winograd ? WinogradTolerance : DirectTolerance;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forward(int seed)
    {
        var random = new Random(seed);
        foreach ((Conv2DGeometry g, int batch) in Geometries(seed))
        {
            using Native x = Native.Random(batch * g.InputElements, random), w = Native.Random(g.KernelElements, random), bias = Native.Random(g.Filters, random);
            bool useBias = random.Next(2) == 0, relu = random.Next(2) == 0;
            float[] actual = Levels.SameBits(() => Run(g, new() { Bias = useBias, Relu = relu }, batch, ImageSource.Plain(x.Pointer), w, bias, batch * g.OutputElements, out _));
            double[] expected = ConvolutionReference.Forward(g, batch, x.Span, w.Span, useBias ? bias.Span : default);
            if (relu)
                expected = [.. expected.Select(v => Math.Max(v, 0))];
            Largest.Close(expected, actual, Tolerance(g.IsWinograd), $"{g}, batch {batch}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void InputGradient(int seed)
    {
        var random = new Random(seed);
        foreach ((Conv2DGeometry g, int batch) in Geometries(seed))
        {
            using Native dy = Native.Random(batch * g.OutputElements, random), y = Native.Random(batch * g.OutputElements, random), w = Native.Random(g.KernelElements, random);
            bool masked = random.Next(2) == 0;
            ImageSource source = masked ? ImageSource.ReluMasked(dy.Pointer, y.Pointer) : ImageSource.Plain(dy.Pointer);
            float[] actual = Levels.SameBits(() => Run(g, new() { InputGradient = true, Source = source.Kind }, batch, source, w, null, batch * g.InputElements, out _));
            double[] gradient = Masked(dy.Span, masked ? y.Span : default);
            Largest.Close(ConvolutionReference.InputGradient(g, batch, gradient, w.Span), actual, Tolerance(g.ForInputGradient().IsWinograd), $"{g}, batch {batch}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void KernelGradient(int seed)
    {
        var random = new Random(seed);
        foreach ((Conv2DGeometry g, int batch) in Geometries(seed))
        {
            using Native dy = Native.Random(batch * g.OutputElements, random), y = Native.Random(batch * g.OutputElements, random), x = Native.Random(batch * g.InputElements, random);
            bool masked = random.Next(2) == 0;
            ImageSource source = masked ? ImageSource.ReluMasked(dy.Pointer, y.Pointer) : ImageSource.Plain(dy.Pointer);
            float[] actual = Levels.SameBits(() => RunKernelGradient(g, batch, x, source));
            double[] gradient = Masked(dy.Span, masked ? y.Span : default);
            Largest.Close(ConvolutionReference.KernelGradient(g, batch, x.Span, gradient), actual, Tolerance(g.IsWinograd), $"{g}, batch {batch}");
        }
    }

    /// <summary>Convolution + bias + ReLU + 2x2 pooling in one pass, and both gradients from the pooled gradient and the index.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pooled(int seed)
    {
        var random = new Random(seed);
        foreach ((Conv2DGeometry g, int batch) in Geometries(seed, unitGroups: true))
        {
            if (g.OutputHeight < 2 || g.OutputWidth < 2)
                continue;
            bool relu = random.Next(3) > 0;
            using Native x = Native.Random(batch * g.InputElements, random), w = Native.Random(g.KernelElements, random), bias = Native.Random(g.Filters, random);
            int ph = g.OutputHeight / 2, pw = g.OutputWidth / 2, pooledElements = batch * ph * pw * g.Filters;
            byte[] index = [];
            float[] actual = Levels.SameBits(() => Run(g, new() { Bias = true, Relu = relu, Pool = true }, batch, ImageSource.Plain(x.Pointer), w, bias, pooledElements, out index));
            double[] whole = ConvolutionReference.Forward(g, batch, x.Span, w.Span, bias.Span);
            if (relu)
                whole = [.. whole.Select(v => Math.Max(v, 0))];
            Assert.Equal(actual, Run(g, new() { Bias = true, Relu = relu, Pool = true }, batch, ImageSource.Plain(x.Pointer), w, bias, pooledElements, out _, withIndex: false));
            Largest.Close([.. Enumerable.Range(0, pooledElements).Select(i => Window(g, i).Max(cell => whole[cell]))], actual, Tolerance(g.IsWinograd), $"{g}, batch {batch}");
            for (int i = 0; i < pooledElements; i++)
            {
                if (index[i] == ImageSource.NoPixel)
                    Assert.True(relu && actual[i] <= 0, "only ReLU leaves a window without a pixel");
                else
                    Assert.Equal(whole[Window(g, i)[index[i]]], actual[i], 1e-4 * Math.Max(1, Math.Abs(actual[i])));
            }

            using Native pooledGradient = Native.Random(pooledElements, random);
            double[] expanded = new double[batch * g.OutputElements];
            for (int i = 0; i < pooledElements; i++)
            {
                if (index[i] != ImageSource.NoPixel)
                    expanded[Window(g, i)[index[i]]] = pooledGradient.Span[i];
            }
            fixed (byte* indexPointer = index)
            {
                byte* pointer = indexPointer;
                ImageSource source = ImageSource.Pooled(pooledGradient.Pointer, pointer);
                float[] dx = Levels.SameBits(() => Run(g, new() { InputGradient = true, Source = ImageSourceKind.Pooled }, batch, source, w, null, batch * g.InputElements, out _));
                Largest.Close(ConvolutionReference.InputGradient(g, batch, expanded, w.Span), dx, Tolerance(g.ForInputGradient().IsWinograd), $"dx {g}");
                float[] dw = Levels.SameBits(() => RunKernelGradient(g, batch, x, source));
                Largest.Close(ConvolutionReference.KernelGradient(g, batch, x.Span, expanded), dw, Tolerance(g.IsWinograd), $"dw {g}");
            }
        }
    }

    /// <summary>What windows see of padding alone takes no memory.</summary>
    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(100_000_000, 1)]
    [InlineData(100_000_000, 3)]
    public void Scratch_does_not_grow_with_dilation(int dilation, int groups)
    {
        var g = new Conv2DGeometry
        {
            Height = 8,
            Width = 8,
            Channels = 3,
            KernelHeight = 3,
            KernelWidth = 3,
            Filters = groups == 1 ? 5 : 2 * groups,
            Groups = groups,
            DilationHeight = dilation,
            DilationWidth = dilation,
            PadTop = dilation,
            PadLeft = dilation,
            PadBottom = dilation,
            PadRight = dilation,
            OutputHeight = 8,
            OutputWidth = 8,
        };
        Assert.InRange(Convolution2D.Create(g, default).WorkerScratch, 0, 10_000);
        Assert.InRange(Convolution2D.Create(g, new() { InputGradient = true }).WorkerScratch, 0, 10_000);
        Assert.InRange(Convolution2DKernelGradient.Create(g, ImageSourceKind.Plain).WorkerScratch, 0, 10_000);
    }

    [Theory]
    [InlineData(5, 5, 5, "depthwise", "depthwise", "depthwise")]
    [InlineData(5, 10, 5, "depthwise", "depthwise", "depthwise")]
    [InlineData(10, 5, 5, "depthwise", "depthwise", "depthwise")]
    [InlineData(2, 32, 2, "direct", "depthwise", "direct")]
    [InlineData(10, 10, 5, "direct", "direct", "direct")]
    [InlineData(1, 1, 1, "direct", "direct", "direct")]
    public void Groups_of_one_channel_or_one_filter_have_a_kernel_of_their_own(int channels, int filters, int groups, string forward, string inputGradient, string kernelGradient)
    {
        var g = new Conv2DGeometry { Height = 9, Width = 9, Channels = channels, KernelHeight = 3, KernelWidth = 3, Filters = filters, Groups = groups, OutputHeight = 7, OutputWidth = 7 };
        Assert.Equal(forward, Convolution2D.Create(g, default).Algorithm);
        Assert.Equal(inputGradient, Convolution2D.Create(g, new() { InputGradient = true }).Algorithm);
        Assert.Equal(kernelGradient, Convolution2DKernelGradient.Create(g, ImageSourceKind.Plain).Algorithm);
    }

    /// <summary>A NaN in a window is its maximum, fused or not, at each place and each width.</summary>
    [Fact]
    public void A_NaN_survives_fused_pooling()
    {
        const int channels = 19;
        var g = new Conv2DGeometry { Height = 2, Width = 2, Channels = channels, KernelHeight = 1, KernelWidth = 1, Filters = channels, OutputHeight = 2, OutputWidth = 2 };
        using Native w = new(g.KernelElements, 0);
        for (int c = 0; c < channels; c++)
            w.Span[c * channels + c] = 1;
        foreach (int[] places in (int[][])[[0], [1], [2], [3], [0, 3], [1, 2], [2, 3], [1, 2, 3], [0, 1, 2, 3]])
        {
            using Native x = new(g.InputElements, 3);
            // All channels of a pixel: the product with the unit matrix makes all of its outputs NaN.
            foreach (int place in places)
                x.Span.Slice(place * channels, channels).Fill(float.NaN);
            foreach (bool relu in (bool[])[false, true])
            {
                byte[] index = [];
                float[] y = Levels.SameBits(() => Run(g, new() { Pool = true, Relu = relu }, 1, ImageSource.Plain(x.Pointer), w, null, channels, out index));
                Assert.All(y, value => Assert.True(float.IsNaN(value)));
                Assert.All(index[..channels], value => Assert.Equal(relu ? ImageSource.NoPixel : places[0], value));
            }
        }
    }

    /// <summary>A large batch takes other bands than a small one: an image's result must not depend on its company.</summary>
    [Fact]
    public void An_images_result_does_not_depend_on_the_batch()
    {
        var random = new Random(5);
        foreach ((Conv2DGeometry g, _) in Geometries(3))
        {
            const int batch = 20;
            using Native x = Native.Random(batch * g.InputElements, random), w = Native.Random(g.KernelElements, random);
            float[] all = Run(g, default, batch, ImageSource.Plain(x.Pointer), w, null, batch * g.OutputElements, out _);
            float[] last = Run(g, default, 1, ImageSource.Plain(x.Pointer + (batch - 1) * g.InputElements), w, null, g.OutputElements, out _);
            Assert.Equal(all[^last.Length..], last);
        }
    }

    private static float[] Run(Conv2DGeometry g, Convolution2DOptions options, int batch, ImageSource source, Native w, Native? bias, long outputs, out byte[] index, bool withIndex = true)
    {
        var pass = Convolution2D.Create(g, options);
        using Native prepared = new(pass.PreparedLength), scratch = new(pass.WorkerScratch), output = new(outputs);
        index = new byte[options.Pool ? outputs + 1 : 1];
        index[^1] = 77;
        fixed (byte* pointer = index)
        {
            for (int chunk = 0; chunk < pass.PrepareChunks; chunk++)
                pass.Prepare(chunk, w.Pointer, options.Bias ? bias!.Pointer : null, prepared.Pointer);
            for (int chunk = 0; chunk < pass.Chunks(batch); chunk++)
                pass.Run(batch, chunk, source, prepared.Pointer, output.Pointer, withIndex ? pointer : null, scratch.Pointer);
        }
        Assert.Equal(77, index[^1]);
        return output.Span.ToArray();
    }

    private static float[] RunKernelGradient(Conv2DGeometry g, int batch, Native x, ImageSource gradient)
    {
        var pass = Convolution2DKernelGradient.Create(g, gradient.Kind);
        int chunks = Convolution2DKernelGradient.Chunks(batch);
        using Native partials = new(chunks * pass.PartialLength), scratch = new(pass.WorkerScratch), dw = new(g.KernelElements);
        for (int chunk = 0; chunk < chunks; chunk++)
            pass.Accumulate(batch, chunk, x.Pointer, gradient, partials.Pointer, scratch.Pointer);
        for (int chunk = 0; chunk < pass.FinishChunks; chunk++)
            pass.Finish(batch, chunk, partials.Pointer, dw.Pointer);
        return dw.Span.ToArray();
    }

    private static double[] Masked(ReadOnlySpan<float> gradient, ReadOnlySpan<float> output)
    {
        double[] masked = new double[gradient.Length];
        for (int i = 0; i < masked.Length; i++)
            masked[i] = output.IsEmpty || output[i] > 0 ? gradient[i] : 0;
        return masked;
    }

    /// <summary>The four cells of the unpooled output under pooled element i.</summary>
    private static int[] Window(Conv2DGeometry g, int i)
    {
        int ph = g.OutputHeight / 2, pw = g.OutputWidth / 2;
        int f = i % g.Filters, x = i / g.Filters % pw, y = i / g.Filters / pw % ph, n = i / g.Filters / pw / ph;
        int Cell(int row, int column) => ((n * g.OutputHeight + y * 2 + row) * g.OutputWidth + x * 2 + column) * g.Filters + f;
        return [Cell(0, 0), Cell(0, 1), Cell(1, 0), Cell(1, 1)];
    }
}
