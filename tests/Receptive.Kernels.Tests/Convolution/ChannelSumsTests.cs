using Receptive.Kernels.Convolution;
using Xunit;

namespace Receptive.Kernels.Tests.Convolution;

public sealed unsafe class ChannelSumsTests
{
    [Fact]
    public void Sums_of_every_source_kind()
    {
        var random = new Random(1);
        for (int i = 0; i < 150; i++)
        {
            int batch = random.Next(1, 40), pixels = random.Next(1, 30), channels = i < 70 ? i + 1 : random.Next(1, 100);
            int elements = batch * pixels * channels;
            using Native gradient = Native.Random(elements, random), output = Native.Random(elements, random);
            byte[] index = new byte[elements];
            for (int e = 0; e < elements; e++)
                index[e] = (byte)random.Next(5);
            foreach (ImageSourceKind kind in Enum.GetValues<ImageSourceKind>())
            {
                float[] actual = Levels.SameBits(() =>
                {
                    using Native partials = new((long)ChannelSums.Chunks(batch) * channels), sums = new(channels);
                    fixed (byte* bytes = index)
                    {
                        ImageSource source = kind switch
                        {
                            ImageSourceKind.Plain => ImageSource.Plain(gradient.Pointer),
                            ImageSourceKind.ReluMasked => ImageSource.ReluMasked(gradient.Pointer, output.Pointer),
                            _ => ImageSource.Pooled(gradient.Pointer, bytes),
                        };
                        for (int chunk = 0; chunk < ChannelSums.Chunks(batch); chunk++)
                            ChannelSums.Accumulate(pixels, channels, batch, chunk, source, partials.Pointer);
                        ChannelSums.Finish(channels, batch, partials.Pointer, sums.Pointer);
                    }
                    return sums.Span.ToArray();
                });
                double[] expected = new double[channels];
                for (int e = 0; e < elements; e++)
                {
                    bool counts = kind switch
                    {
                        ImageSourceKind.Plain => true,
                        ImageSourceKind.ReluMasked => output.Span[e] > 0,
                        _ => index[e] != ImageSource.NoPixel,
                    };
                    expected[e % channels] += counts ? gradient.Span[e] : 0;
                }
                Largest.Close(expected, actual, 5e-6, $"{kind}, {batch} x {pixels} x {channels}");
            }
        }
    }
}
