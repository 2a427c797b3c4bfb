using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Layers;

/// <summary>What layers do that draw random numbers: nothing outside training, and in training what their rates say.</summary>
public sealed class RandomLayerTests
{
    private const int Batch = 64;

    public static TheoryData<Layer> All => new()
    {
        new GaussianNoise(0.5f), new GaussianDropout(0.5f), new AlphaDropout(0.5f), new SpatialDropout2D(0.5f), new RandomFlip(), new RandomRotation(0.3),
        new RandomZoom(0.5, (0.1, 0.4)), new RandomTranslation(0.5, 0.5), new RandomShear(0.5, 0.5), new RandomBrightness(0.5), new RandomContrast(0.5),
    };

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Nothing_happens_outside_training(Layer layer)
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 6, 7, 3], "x");
        Assert.Same(x, layer.Apply(x, new CallContext(training: false)));
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Images_change_in_training_and_differ_from_each_other(Layer layer)
    {
        float[] x = [.. Enumerable.Range(0, Batch * 126).Select(i => 100 + (float)Math.Sin(i % 126))];
        float[] y = Run(layer, [6, 7, 3], x);
        Assert.All(y, value => Assert.True(float.IsFinite(value)));
        Assert.NotEqual(x, y);
        Assert.True(y.Chunk(126).Select(image => image.Sum()).Distinct().Count() > 1 || layer is RandomFlip);
    }

    [Fact]
    public void Noise_has_the_spread_that_was_asked_for()
    {
        (double mean, double deviation) = Moments(Run(new GaussianNoise(0.5f), [1000], new float[Batch * 1000]));
        Assert.InRange(mean, -0.01, 0.01);
        Assert.InRange(deviation, 0.49, 0.51);
        (mean, deviation) = Moments(Run(new GaussianDropout(0.2f), [1000], [.. Enumerable.Repeat(1f, Batch * 1000)]));
        Assert.InRange(mean, 0.99, 1.01);
        Assert.InRange(deviation, 0.49, 0.51);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        var random = new RandomStream(5);
        float[] x = [.. Enumerable.Range(0, Batch * 1000).Select(_ => random.NextNormal())];
        (double mean, double deviation) = Moments(Run(new AlphaDropout(0.3f), [1000], x));
        Assert.InRange(mean, -0.02, 0.02);
        Assert.InRange(deviation, 0.98, 1.02);
    }

    [Fact]
    public void Spatial_dropout_drops_whole_channels()
    {
        float[] y = Run(new SpatialDropout1D(0.5f), [10, 8], [.. Enumerable.Repeat(1f, Batch * 80)]);
        int dropped = 0;
        for (int channel = 0; channel < Batch * 8; channel++)
        {
            float[] steps = [.. Enumerable.Range(0, 10).Select(step => y[(channel / 8 * 10 + step) * 8 + channel % 8])];
            Assert.Single(steps.Distinct());
            Assert.Contains(steps[0], (float[])[0, 2]);
            dropped += steps[0] == 0 ? 1 : 0;
        }

        Assert.InRange(dropped, Batch * 3, Batch * 5);
    }

    [Fact]
    public void A_flip_mirrors_about_half_of_the_images()
    {
        float[] row = [1, 2, 3];
        float[][] images = [.. Run(new RandomFlip("horizontal"), [1, 3, 1], [.. Enumerable.Repeat(row, Batch).SelectMany(values => values)]).Chunk(3)];
        Assert.All(images, image => Assert.True(image.SequenceEqual(row) || image.SequenceEqual(row.Reverse())));
        Assert.InRange(images.Count(image => image[0] == 1), 16, 48);
    }

    [Fact]
    public void A_quarter_turn_is_one()
    {
        float[] x = [.. Enumerable.Range(0, Batch * 9).Select(i => (float)(i % 9))];
        float[] y = Run(new RandomRotation((0.25, 0.25)), [3, 3, 1], x);
        float[] turned = [2, 5, 8, 1, 4, 7, 0, 3, 6];
        for (int i = 0; i < 9; i++) Assert.Equal(turned[i], y[i], 1e-4);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.1, "0.1")]
    public void One_factor_means_either_way(double factor, string printed)
    {
        FactorRange range = factor;
        Assert.Equal((-0.1, 0.1), (range.Lower, range.Upper));
        Assert.Equal(printed, range.ToString());
        Assert.Equal("RandomZoom((0, 0.25), seed: 3)", new RandomZoom((0.25, 0), seed: 3).ToString());
    }

    private static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = values.Average(value => (double)value);
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private static float[] Run(Layer layer, Shape example, float[] values)
    {
        SymbolicTensor x = Ops.Placeholder(example.WithBatch(), "x");
        SymbolicTensor y = layer.Apply(x, new CallContext(training: true));
        using Program program = ProgramCompiler.Compile(new GraphFunction("layer", [x], [y], []), new CompileOptions { BatchCapacity = Batch, Verify = true });
        values.CopyTo(program.Input(0));
        program.Run(Batch);
        return program.Output(0)[..values.Length].ToArray();
    }
}
